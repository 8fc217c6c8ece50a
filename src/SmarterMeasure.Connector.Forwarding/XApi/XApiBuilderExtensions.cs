using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Forwarding.XApi;

namespace SmarterMeasure.Connector;

/// <summary>Adds xAPI learning record stores to the kinds of destinations.</summary>
public static class XApiBuilderExtensions
{
    /// <summary>
    /// Lets the configuration name destinations of type <c>XApi</c>, for learning record stores:
    /// <c>Destinations:{name}:{Type:XApi, BaseUrl, Username, Password, HomePage, ActivityBase}</c>.
    /// </summary>
    /// <remarks>
    /// Every section, and the completion, becomes one statement with the verb <c>completed</c>. The actor is the account
    /// of the school's id at <c>HomePage</c>, never an e-mail address; a student without such an id is not sent.
    /// </remarks>
    public static SmarterMeasureBuilder AddXApi(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddDestinationType<XApiDestinationType>();
    }
}
