using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>
/// Hides the configured keys wherever else a request holds one: under a wrong name, in the path, in another header.
/// Allocates nothing of size unless it finds one. Safe for use from many threads.
/// </summary>
/// <param name="source">The settings with the keys.</param>
/// <param name="webhookPath">A key that is part of it is no secret, and is not looked for.</param>
internal sealed class ConfiguredKeys(SettingsSource source, string webhookPath)
{
    private const string Hidden = "redacted";

    // The vendor's keys have 32 characters; one of a few could be part of any word.
    private const int ShortestSought = 8;

    // Encoded twice is what a sender makes of a URL that it was already given encoded.
    private const int MostDecodings = 2;

    private static readonly SearchValues<string> None = SearchValues.Create([], StringComparison.OrdinalIgnoreCase);
    private volatile Sought? _sought;

    /// <summary>Replaces each part of the request that holds a key.</summary>
    public void HideIn(IHttpRequestFeature request)
    {
        var keys = KeysInForce();
        if (ReferenceEquals(keys, None))
            return;

        HideInTarget(request, keys);
        HideInHeaders(request, keys);
    }

    private static void HideInTarget(IHttpRequestFeature request, SearchValues<string> keys)
    {
        var (inPath, inQuery) = (Holds(request.Path, keys), Holds(request.QueryString, keys));
        if (inPath)
            request.Path = "/" + Hidden;
        if (inQuery)
            request.QueryString = "?" + Hidden;
        if (inPath || inQuery || Holds(request.RawTarget, keys))
            request.RawTarget = request.Path + request.QueryString;
    }

    private static void HideInHeaders(IHttpRequestFeature request, SearchValues<string> keys)
    {
        List<string>? names = null;
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in values)
            {
                if (Holds(value, keys))
                    (names ??= []).Add(name);
            }
        }

        // The length is a number that the server has read; it takes no other text for it.
        foreach (var name in names ?? [])
        {
            if (!name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase))
                request.Headers[name] = Hidden;
        }
    }

    private static bool Holds(ReadOnlySpan<char> text, SearchValues<string> keys, int decodings = MostDecodings)
    {
        if (text.ContainsAny(keys))
            return true;
        if (decodings == 0 || !text.Contains('%'))
            return false;

        var decoded = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            return Uri.TryUnescapeDataString(text, decoded, out var length)
                && Holds(decoded.AsSpan(0, length), keys, decodings - 1);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(decoded, clearArray: true);
        }
    }

    private SearchValues<string> KeysInForce()
    {
        ConnectorSettings settings;
        try
        {
            settings = source.Current;
        }
        catch (Exception)
        {
            // Faulty settings are reported at the start; here they must not be what a request fails by.
            return None;
        }

        // A reload makes new settings, never changes old ones.
        if (_sought is { } sought && ReferenceEquals(sought.Settings, settings))
            return sought.Keys;

        string[] secrets =
        [
            .. settings.VerificationKeys
                .Select(key => key.Key)
                .Where(key => key.Length >= ShortestSought && !webhookPath.Contains(key, StringComparison.OrdinalIgnoreCase)),
        ];
        var keys = secrets.Length == 0 ? None : SearchValues.Create(secrets, StringComparison.OrdinalIgnoreCase);
        _sought = new Sought(settings, keys);
        return keys;
    }

    private sealed record Sought(ConnectorSettings Settings, SearchValues<string> Keys);
}
