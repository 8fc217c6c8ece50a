using System.Text;
using System.Text.Json;

namespace FakeCampus.Serving;

/// <summary>A whole answer, made before a byte of it is sent, so that a fault can cut it anywhere.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The media type; null for an answer without a body.</param>
/// <param name="Body">The body.</param>
public sealed record StubAnswer(int Status, string? ContentType, byte[] Body)
{
    /// <summary>The headers beside type and length.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The value of one of <see cref="Headers"/>; null when it is not there.</summary>
    public string? Header(string name)
    {
        foreach (var (key, value) in Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    public static StubAnswer Json(
        int status, Action<Utf8JsonWriter> write, string contentType = "application/json; charset=utf-8")
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);

        return new StubAnswer(status, contentType, buffer.ToArray());
    }

    public static StubAnswer Json(int status, string json, string contentType = "application/json; charset=utf-8") =>
        Text(status, contentType, json);

    public static StubAnswer Text(int status, string contentType, string text) =>
        new(status, contentType, Encoding.UTF8.GetBytes(text));

    public static StubAnswer Html(int status, string title) => Text(
        status, "text/html",
        $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n");

    public static StubAnswer Empty(int status) => new(status, null, []);

    public StubAnswer With(string header, string value) =>
        this with { Headers = [.. Headers, new KeyValuePair<string, string>(header, value)] };
}
