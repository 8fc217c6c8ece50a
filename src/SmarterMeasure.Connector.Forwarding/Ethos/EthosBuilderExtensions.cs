using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Forwarding.Ethos;

namespace SmarterMeasure.Connector;

/// <summary>Adds Ellucian Ethos Integration to the kinds of destinations.</summary>
public static class EthosBuilderExtensions
{
    /// <summary>
    /// Lets the configuration name destinations of type <c>Ethos</c>, for Banner and Colleague:
    /// <c>Destinations:{name}:{Type:Ethos, BaseUrl, ApiKey, Assessments:{SectionCode:AptitudeAssessment}}</c>.
    /// </summary>
    /// <remarks>
    /// An aptitude assessment is named by its GUID, its code or its title. A section without one, or without a percentage, is
    /// not sent. Each result becomes one test score of the student, dated with the day on which the section was scored. The
    /// key's application needs to read persons-credentials, aptitude-assessments and student-aptitude-assessments, and to
    /// write the last.
    /// </remarks>
    public static SmarterMeasureBuilder AddEthos(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddDestinationType<EthosDestinationType>();
    }
}
