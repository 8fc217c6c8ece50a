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

    // One that a proxy doubled, or one right among wrong ones, is no reason to refuse; more would only cost work.
    private const int Most = 4;
    private string[] _keys = [];

    private PresentedKeys()
    {
    }

    /// <summary>The first few keys of the header and then of the query, where they are decoded.</summary>
    public ReadOnlySpan<string> Keys => _keys;

    /// <summary>Moves the keys out of the request.</summary>
    public static PresentedKeys TakeFrom(IHttpRequestFeature request)
    {
        var presented = new PresentedKeys();
        HidePath(request);
        presented.TakeHeader(request);
        presented.TakeQuery(request);
        return presented;
    }

    private void TakeHeader(IHttpRequestFeature request)
    {
        request.Headers.Remove(HeaderName, out var values);
        foreach (var value in values)
            Add(value);
    }

    private void TakeQuery(IHttpRequestFeature request)
    {
        if (request.QueryString.Length < QueryName.Length)
            return;

        var parts = request.QueryString[1..].Split('&');
        var isFound = false;
        for (var i = 0; i < parts.Length; i++)
        {
            // A part that merely mentions the name is hidden too: a URL that was put together badly, such as
            // "?school=7?VerificationKey=..." or "&amp;VerificationKey=...", or encoded twice, still holds the key.
            var part = Uri.UnescapeDataString(Uri.UnescapeDataString(parts[i]));
            if (!part.Contains(QueryName, StringComparison.OrdinalIgnoreCase))
                continue;

            Add(ValueOf(parts[i]));
            parts[i] = Hidden;
            isFound = true;
        }

        if (isFound)
            ReplaceQuery(request, "?" + string.Join('&', parts));
    }

    private void Add(string? key)
    {
        if (key is not null && _keys.Length < Most)
            _keys = [.. _keys, key];
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
