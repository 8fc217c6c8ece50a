using Microsoft.Extensions.DependencyInjection;
using Refit;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Flow;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>Makes destinations of type OneRoster, each with its own address and credentials.</summary>
internal sealed class OneRosterDestinationType(TargetConnections connections, IServiceProvider services, TimeProvider clock)
    : IDestinationType
{
    private static readonly RefitSettings Refit = RefitDefaults.For(OneRosterJson.Default);

    /// <inheritdoc/>
    public string Type => "OneRoster";

    /// <inheritdoc/>
    public IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        var rules = FlowRules.Read(section, concurrency: 2);
        if (OneRosterSettings.Read(section) is not { } roster)
            return null;

        var connection = connections.Open(
            roster.BaseUrl, rules, settings, tokens => roster.Credential.Open(tokens, clock));
        var api = RestService.ForGenerated<IOneRosterApi>(connection.Client, Refit);
        return new OneRosterDestination(
            roster, api, connection, new ProvisionedItems(name, services.GetRequiredService<ISharedValues>));
    }
}
