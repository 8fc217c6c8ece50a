using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Forwarding.Brightspace;

namespace SmarterMeasure.Connector;

/// <summary>Adds D2L Brightspace to the kinds of destinations.</summary>
public static class BrightspaceBuilderExtensions
{
    /// <summary>
    /// Lets the configuration name destinations of type <c>Brightspace</c>: <c>Destinations:{name}:{Type:Brightspace, BaseUrl,
    /// ClientId, PrivateKey, KeyId, OrgUnit, GradeObjects:{SectionCode:IdOrName}, TextObjects:{SectionCode:IdOrName},
    /// Provision, Confirm}</c>.
    /// </summary>
    /// <remarks>
    /// <c>GradeObjects</c> take the percentage, scaled to what each is worth, <c>TextObjects</c> the readiness. A grade object is given
    /// by its number or by its name; with <c>Provision</c>, one whose name is not there is made, outside of the final grade,
    /// and one for the readiness hidden from students.
    /// </remarks>
    public static SmarterMeasureBuilder AddBrightspace(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddDestinationType<BrightspaceDestinationType>();
    }
}
