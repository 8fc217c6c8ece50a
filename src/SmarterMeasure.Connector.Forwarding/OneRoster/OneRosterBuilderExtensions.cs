using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Forwarding.OneRoster;

namespace SmarterMeasure.Connector;

/// <summary>Adds OneRoster 1.2 to the kinds of destinations.</summary>
public static class OneRosterBuilderExtensions
{
    /// <summary>
    /// Lets the configuration name destinations of type <c>OneRoster</c>, for systems that take assessment results of
    /// OneRoster 1.2: <c>Destinations:{name}:{Type:OneRoster, BaseUrl, TokenUrl, ClientId, ClientSecret, Provision}</c>.
    /// </summary>
    /// <remarks>
    /// Every section with a percentage is sent, under the line item <c>sm-{SectionCode}</c>, which the connector puts itself with
    /// <c>Provision</c>; <c>LineItems</c> narrows that to the sections it names, and to line items of the school.
    /// </remarks>
    public static SmarterMeasureBuilder AddOneRoster(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddDestinationType<OneRosterDestinationType>();
    }
}
