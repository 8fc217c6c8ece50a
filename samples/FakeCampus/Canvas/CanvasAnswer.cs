using System.Text;
using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>A whole answer, made before a byte of it is sent, so that a fault can cut it anywhere.</summary>
internal sealed record CanvasAnswer(int Status, string ContentType, byte[] Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static CanvasAnswer Json(int status, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);

        return new CanvasAnswer(status, "application/json; charset=utf-8", buffer.ToArray());
    }

    public static CanvasAnswer Text(int status, string contentType, string text) =>
        new(status, contentType, Encoding.UTF8.GetBytes(text));

    public CanvasAnswer With(string header, string value) =>
        this with { Headers = [.. Headers, new KeyValuePair<string, string>(header, value)] };
}
