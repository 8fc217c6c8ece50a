using Refit;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Reads where an answer says that its next page is.</summary>
internal static class CanvasLinks
{
    /// <summary>The target of the <c>Link</c> header's <c>rel="next"</c>; null on the last page.</summary>
    public static Uri? Next(IApiResponse answer, Uri baseUrl)
    {
        if (answer.Headers is null || !answer.Headers.TryGetValues("Link", out var values))
            return null;

        // Targets stand in angle brackets, which a URL cannot contain; what follows one are its parameters.
        foreach (var link in values.SelectMany(value => value.Split('<')))
        {
            if (link.Split('>', 2) is [var target, var parameters]
                && parameters.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase))
                return Uri.TryCreate(baseUrl, target, out var next) ? next : null;
        }

        return null;
    }

    /// <summary>Whether the token may go to an address: scheme, host and port are those of Canvas.</summary>
    public static bool IsSameOrigin(Uri link, Uri baseUrl) =>
        Uri.Compare(
            link, baseUrl, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
        && link.UserInfo.Length == 0;
}
