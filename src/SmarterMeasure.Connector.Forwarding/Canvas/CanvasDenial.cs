using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Tells the two 401 of Canvas apart: a bad token is challenged; a good one that may not do this gets a body that says so, and
/// no challenge.
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

    private static bool Is(HttpStatusCode? status, HttpResponseHeaders? headers, string text)
    {
        if (status != HttpStatusCode.Unauthorized || headers?.WwwAuthenticate.Count != 0)
            return false;

        try
        {
            return JsonSerializer.Deserialize(text, CanvasJson.Default.CanvasError)?.Status == "unauthorized";
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
