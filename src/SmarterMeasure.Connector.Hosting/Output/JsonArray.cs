using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>Writes a stream of objects as one JSON array, one object a line, without holding them all.</summary>
internal static class JsonArray
{
    public static async Task WriteAsync<T>(
        TextWriter output, IAsyncEnumerable<T> items, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        var separator = "[\n  ";
        await foreach (var item in items.WithCancellation(cancel))
        {
            await output.WriteAsync(separator);
            await output.WriteAsync(JsonSerializer.Serialize(item, type));
            separator = ",\n  ";
        }

        await output.WriteLineAsync(separator[0] == '[' ? "[]" : "\n]");
    }
}
