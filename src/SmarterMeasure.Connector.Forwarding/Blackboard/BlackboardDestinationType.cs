using Refit;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>Makes destinations of type Blackboard, each with its own address and credentials.</summary>
internal sealed class BlackboardDestinationType(TargetConnections connections, TimeProvider clock) : IDestinationType
{
    private static readonly RefitSettings Refit = RefitDefaults.For(BlackboardJson.Default);

    /// <inheritdoc/>
    public string Type => "Blackboard";

    /// <inheritdoc/>
    public IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        var rules = FlowRules.Read(section, concurrency: 2);
        if (BlackboardSettings.Read(section) is not { } blackboard)
            return null;

        var connection = connections.Open(
            blackboard.BaseUrl, rules, settings, tokens => blackboard.Credential.Open(tokens, clock),
            budget: connections.Budget($"blackboard:{section.Text("ClientId")}", blackboard.CallsPerDay));
        var api = RestService.ForGenerated<IBlackboardApi>(connection.Client, Refit);
        return new BlackboardDestination(blackboard, api, connection);
    }
}
