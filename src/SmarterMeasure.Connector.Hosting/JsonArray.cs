using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting;

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

/// <summary>How listings look in JSON: member and state names in camel case, which scripts rely on.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(CamelCaseStates<EventState>), typeof(CamelCaseStates<DeliveryState>)])]
[JsonSerializable(typeof(EventSummary))]
[JsonSerializable(typeof(DeliverySummary))]
internal sealed partial class ListingJson : JsonSerializerContext;

/// <summary>Writes a state as its name in camel case.</summary>
internal sealed class CamelCaseStates<TState>() : JsonStringEnumConverter<TState>(JsonNamingPolicy.CamelCase)
    where TState : struct, Enum;
