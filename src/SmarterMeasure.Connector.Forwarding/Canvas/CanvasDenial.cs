using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Tells the refusals of Canvas apart: a bad token is challenged; a good one that may not do this gets a body with a
/// <c>status</c>, in the account's language, and no challenge: with 403 today, with 401 from older releases.
/// </summary>
internal static class CanvasDenial
{
    /// <summary>Whether the token is good, and what it was used for is not allowed.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="text">Its body.</param>
    public static bool Is(IApiResponse answer, string text) => Is(answer.StatusCode, answer.Headers, text);

    /// <summary>As <see cref="Is(IApiResponse, string)"/>, before Refit has seen the answer.</summary>
    public static async Task<bool> IsAsync(HttpResponseMessage answer, CancellationToken cancel) =>
        Is(answer.StatusCode, answer.Headers, Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancel)));

    /// <summary>Whether a call is outside of the developer key's scopes: neither a challenge nor a status.</summary>
    public static bool IsOutOfScope(IApiResponse answer, string text) =>
        answer.StatusCode == HttpStatusCode.Unauthorized && answer.Headers?.WwwAuthenticate.Count == 0 && !Is(answer, text);

    private static bool Is(HttpStatusCode? status, HttpResponseHeaders? headers, string text)
    {
        if (status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) || headers?.WwwAuthenticate.Count != 0
            || CanvasAnswers.SaysThrottled(text))
            return false;

        try
        {
            return !string.IsNullOrEmpty(JsonSerializer.Deserialize(text, CanvasJson.Default.CanvasError)?.Status);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
