using Refit;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Makes destinations of type Moodle, each with its own address and token.</summary>
internal sealed class MoodleDestinationType(TargetConnections connections) : IDestinationType
{
    private static readonly RefitSettings Refit = RefitDefaults.For(MoodleJson.Default);

    /// <inheritdoc/>
    public string Type => "Moodle";

    /// <inheritdoc/>
    public IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        var rules = FlowRules.Read(section, concurrency: 2);
        if (MoodleSettings.Read(section) is not { } moodle)
            return null;

        var connection = connections.Open(moodle.BaseUrl, rules, settings, describe: MoodleForm.Describe);
        var api = RestService.ForGenerated<IMoodleApi>(connection.Client, Refit);
        return new MoodleDestination(moodle, api, connection);
    }
}
