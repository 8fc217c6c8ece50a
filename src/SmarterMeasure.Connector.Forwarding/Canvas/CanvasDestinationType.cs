using System.Net.Http.Headers;
using Refit;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Makes destinations of type Canvas, each with its own address and token.</summary>
internal sealed class CanvasDestinationType(IHttpClientFactory clients, TimeProvider clock) : IDestinationType
{
    /// <summary>The name of the HTTP clients.</summary>
    public const string ClientName = "SmarterMeasure.Canvas";

    private static readonly RefitSettings Refit = CreateRefitSettings();

    /// <inheritdoc/>
    public string Type => "Canvas";

    /// <inheritdoc/>
    public IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        if (CanvasSettings.Read(section) is not { } canvas)
            return null;

        // Made here and not registered with the services: names, addresses and tokens change with the configuration.
        var client = clients.CreateClient(ClientName);
        client.BaseAddress = canvas.BaseUrl;
        client.Timeout = settings.Forwarding.AttemptTimeout;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", canvas.Token);
        var api = RestService.ForGenerated<ICanvasApi>(client, Refit);
        return new CanvasDestination(canvas, api, settings.Identity, clock);
    }

    private static RefitSettings CreateRefitSettings()
    {
        var settings = RefitSettings.ForJsonContext(CanvasJson.Default);
        settings.Serialization.Buffered = true; // Sends a Content-Length: not every proxy takes a chunked PUT.
        settings.Exceptions.MaxExceptionContentLength = 4096;
        settings.Exceptions.ExceptionRedactor = failure => failure.RequestMessage.Headers.Authorization = null;
        return settings;
    }
}
