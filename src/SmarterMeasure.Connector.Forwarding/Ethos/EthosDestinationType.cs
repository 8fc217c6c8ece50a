using Refit;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>Makes destinations of type Ethos, each with its own address and key.</summary>
internal sealed class EthosDestinationType(TargetConnections connections, TimeProvider clock) : IDestinationType
{
    private static readonly RefitSettings Refit = RefitDefaults.For(EthosJson.Default);

    /// <inheritdoc/>
    public string Type => "Ethos";

    /// <inheritdoc/>
    public IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        // Ethos publishes no quota, and hands each call on to a server at the college.
        var rules = FlowRules.Read(section, concurrency: 2);
        if (EthosSettings.Read(section) is not { } ethos)
            return null;

        var identities = ethos.EmailLookup ? settings : settings with { Identity = settings.Identity.Remove(IdentityKeys.Email) };
        var connection = connections.Open(
            ethos.BaseUrl, rules, identities, tokens => ethos.ApiKey.Open(ethos.BaseUrl, tokens, clock));
        var api = RestService.ForGenerated<IEthosApi>(connection.Client, Refit);
        return new EthosDestination(ethos, api, connection);
    }
}
