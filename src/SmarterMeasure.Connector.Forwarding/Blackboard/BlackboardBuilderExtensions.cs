using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Forwarding.Blackboard;

namespace SmarterMeasure.Connector;

/// <summary>Adds Blackboard Learn to the kinds of destinations.</summary>
public static class BlackboardBuilderExtensions
{
    /// <summary>
    /// Lets the configuration name destinations of type <c>Blackboard</c>: <c>Destinations:{name}:{Type:Blackboard, BaseUrl,
    /// ClientId, ClientSecret, Course, Columns:{SectionCode:externalId:…}, Provision, CallsPerDay}</c>.
    /// </summary>
    /// <remarks>
    /// <c>Course</c> is <c>courseId:…</c>, <c>externalId:…</c> or <c>uuid:…</c>. With <c>Provision</c>, columns that are missing
    /// are made: manual, hidden from students and outside of calculations. <c>CallsPerDay</c> (10,000 by default) is what the
    /// vendor grants a developer group; the deliveries beyond it wait for the next day.
    /// </remarks>
    public static SmarterMeasureBuilder AddBlackboard(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddDestinationType<BlackboardDestinationType>();
    }
}
