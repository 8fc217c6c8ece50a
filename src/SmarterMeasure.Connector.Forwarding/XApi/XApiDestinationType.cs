using Refit;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>Makes destinations of type XApi, each with its own address and credentials.</summary>
internal sealed class XApiDestinationType(TargetConnections connections, TimeProvider clock) : IDestinationType
{
    private static readonly RefitSettings Refit = RefitDefaults.For(XApiJson.Default);

    /// <inheritdoc/>
    public string Type => "XApi";

    /// <inheritdoc/>
    public IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        var rules = FlowRules.Read(section, concurrency: 4);
        if (XApiSettings.Read(section, clock) is not { } xapi)
            return null;

        // An e-mail address never names an actor: statements cannot be taken back.
        var identities = settings with { Identity = settings.Identity.Remove(IdentityKeys.Email) };
        var connection = connections.Open(xapi.BaseUrl, rules, identities, xapi.Credential);
        var api = RestService.ForGenerated<IXApi>(connection.Client, Refit);
        return new XApiDestination(xapi, api, connection);
    }
}
