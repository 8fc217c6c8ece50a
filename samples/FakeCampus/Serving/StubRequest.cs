using System.Text;

namespace FakeCampus.Serving;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query as sent, still percent-encoded.</param>
/// <param name="Headers">The headers, by name in any casing.</param>
/// <param name="Body">The body as sent.</param>
public sealed record StubRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The status of the answer; null while it is being handled or when the connection was broken.</summary>
    public int? Status { get; internal set; }

    /// <summary>The target before the question mark, still escaped.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>The target after the question mark, still escaped; empty when there is none.</summary>
    public string Query => Target.Split('?', 2) is [_, var query] ? query : "";

    /// <summary>The body read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The media type of the body without its parameters, in lower case; empty when there is none.</summary>
    public string MediaType => (Header("Content-Type") ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>The token of a bearer Authorization; null when there is none.</summary>
    public string? Bearer => Authorization("Bearer");

    /// <summary>A header's value; null when it was not sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The credentials of an Authorization header of this scheme; null when there is none.</summary>
    public string? Authorization(string scheme) =>
        Header("Authorization") is { } header
        && header.Length > scheme.Length
        && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
        && header[scheme.Length] == ' '
            ? header[(scheme.Length + 1)..].Trim()
            : null;
}
