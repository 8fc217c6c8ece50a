using Refit;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>Makes destinations of type Brightspace, each with its own address and credentials.</summary>
internal sealed class BrightspaceDestinationType(TargetConnections connections, TimeProvider clock) : IDestinationType
{
    private static readonly RefitSettings Refit = RefitDefaults.For(BrightspaceJson.Default);

    /// <inheritdoc/>
    public string Type => "Brightspace";

    /// <inheritdoc/>
    public IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        var rules = FlowRules.Read(section, concurrency: 4);
        if (BrightspaceSettings.Read(section) is not { } brightspace)
            return null;

        var connection = connections.Open(
            brightspace.BaseUrl, rules, settings, tokens => brightspace.Credential.Open(tokens, clock));
        var api = RestService.ForGenerated<IBrightspaceApi>(connection.Client, Refit);
        return new BrightspaceDestination(brightspace, api, connection);
    }
}
