using System.Text.Json.Serialization;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.Connections;

/// <summary>How every client of ours serializes, and what it lets out of a failure.</summary>
internal static class RefitDefaults
{
    private const int MaxErrorLength = 4096;

    /// <summary>Settings for the types of one context.</summary>
    public static RefitSettings For(JsonSerializerContext context) => Guard(RefitSettings.ForJsonContext(context));

    /// <summary>Takes the secrets out of failures.</summary>
    public static RefitSettings Guard(RefitSettings settings)
    {
        settings.Serialization.Buffered = true; // Sends a Content-Length: not every proxy takes a chunked PUT.
        settings.Exceptions.MaxExceptionContentLength = MaxErrorLength;
        settings.Exceptions.ExceptionRedactor = failure => failure.RequestMessage.Headers.Authorization = null;
        return settings;
    }
}
