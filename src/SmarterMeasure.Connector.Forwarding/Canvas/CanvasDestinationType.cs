using Microsoft.Extensions.DependencyInjection;
using Refit;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Flow;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Makes destinations of type Canvas, each with its own address and credentials.</summary>
internal sealed class CanvasDestinationType(TargetConnections connections, IServiceProvider services, TimeProvider clock)
    : IDestinationType
{
    private static readonly RefitSettings Refit = RefitDefaults.For(CanvasJson.Default);

    /// <inheritdoc/>
    public string Type => "Canvas";

    /// <inheritdoc/>
    public IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        // Canvas throttles by token, and says that one call at a time is unlikely to be.
        var rules = FlowRules.Read(section, concurrency: 1, QuotaKind.Bucket);
        if (CanvasSettings.Read(section) is not { } canvas)
            return null;

        var connection = connections.Open(
            canvas.BaseUrl, rules, settings, tokens => canvas.Credential.Open(tokens, clock),
            isDenial: CanvasDenial.IsAsync);
        var api = RestService.ForGenerated<ICanvasApi>(connection.Client, Refit);
        var claims = new ProvisionClaims($"{canvas.BaseUrl}:{canvas.Course}", services.GetRequiredService<ISharedValues>, clock);
        return new CanvasDestination(canvas, api, connection, claims, settings.Identity.Contains(IdentityKeys.Email));
    }
}
