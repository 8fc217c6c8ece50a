namespace FakeCampus.Canvas;

/// <summary>A request as it came. The Authorization header is there by its scheme only.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query as sent, still percent-encoded; tokens in it are masked.</param>
/// <param name="Headers">The headers, by name in any casing.</param>
/// <param name="Body">The body as text.</param>
public sealed record CanvasRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The status of the answer; null while it is being handled or when the connection was broken.</summary>
    public int? Status { get; internal set; }
}
