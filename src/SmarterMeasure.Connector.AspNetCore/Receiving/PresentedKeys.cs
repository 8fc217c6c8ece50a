using Microsoft.AspNetCore.Http.Features;

namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>
/// The keys that came with a request, taken out of everything that others read. A request feature; its
/// <see cref="object.ToString"/> shows nothing.
/// </summary>
internal sealed class PresentedKeys
{
    public const string HeaderName = "X-SmarterMeasure-Verification-Key";
    public const string QueryName = "VerificationKey";

    /// <summary>What the vendor replaces by the key in the URL that it was given.</summary>
    public const string Token = "{VerificationKey}";

    private const string Hidden = QueryName + "=redacted";
    private static readonly PresentedKeys None = new(null, null);

    private PresentedKeys(string? header, string? query) => (Header, Query) = (header, query);

    /// <summary>The header's key; null when there was none, or more than one.</summary>
    public string? Header { get; }

    /// <summary>The query parameter's key, decoded; null when there was none, or more than one.</summary>
    public string? Query { get; }

    /// <summary>Moves the keys out of the request.</summary>
    public static PresentedKeys TakeFrom(IHttpRequestFeature request)
    {
        HidePath(request);
        var header = TakeHeader(request);
        var query = TakeQuery(request);
        return header is null && query is null ? None : new PresentedKeys(header, query);
    }

    private static string? TakeHeader(IHttpRequestFeature request)
    {
        if (!request.Headers.Remove(HeaderName, out var values))
            return null;

        return values.Count == 1 ? values[0] : null;
    }

    private static string? TakeQuery(IHttpRequestFeature request)
    {
        if (request.QueryString.Length < QueryName.Length)
            return null;

        var parts = request.QueryString[1..].Split('&');
        var (found, key) = (0, default(string));
        for (var i = 0; i < parts.Length; i++)
        {
            // A part that merely mentions the name is hidden too: a URL that was put together badly, such as
            // "?school=7?VerificationKey=..." or "&amp;VerificationKey=...", still holds the key.
            var part = Uri.UnescapeDataString(parts[i]);
            if (!part.Contains(QueryName, StringComparison.OrdinalIgnoreCase))
                continue;

            if (ValueOf(parts[i]) is { } value)
                (found, key) = (found + 1, value);

            parts[i] = Hidden;
            request.QueryString = "";
        }

        if (request.QueryString.Length == 0)
            ReplaceQuery(request, "?" + string.Join('&', parts));

        return found == 1 ? key : null;
    }

    private static string? ValueOf(string part)
    {
        var end = part.IndexOf('=', StringComparison.Ordinal);
        if (end < 0 || !Uri.UnescapeDataString(part[..end]).Equals(QueryName, StringComparison.OrdinalIgnoreCase))
            return null;

        return Uri.UnescapeDataString(part[(end + 1)..]);
    }

    private static void ReplaceQuery(IHttpRequestFeature request, string query)
    {
        request.QueryString = query;
        var path = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        request.RawTarget = (path < 0 ? request.RawTarget : request.RawTarget[..path]) + query;
    }

    // The vendor appends "VerificationKey={VerificationKey}" to the URL it was given; without a "?" that is the path.
    private static void HidePath(IHttpRequestFeature request)
    {
        var at = request.Path.IndexOf(QueryName + "=", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return;

        request.Path = request.Path[..at] + Hidden;
        request.RawTarget = request.Path + request.QueryString;
    }
}
