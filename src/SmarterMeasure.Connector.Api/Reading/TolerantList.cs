using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SmarterMeasure.Connector.Api.Reading;

/// <summary>
/// Reads a list that the API may give as a list, as a list of lists, as its only item, or as nothing: <c>""</c>, <c>[]</c>,
/// null.
/// </summary>
internal sealed class TolerantList<T> : JsonConverter<IReadOnlyList<T>>
    where T : class
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var items = new List<T>();
        Add(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)), items);
        return items;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
            JsonSerializer.Serialize(writer, item, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        writer.WriteEndArray();
    }

    private static void Add(ref Utf8JsonReader reader, JsonTypeInfo<T> type, List<T> items)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            if (JsonSerializer.Deserialize(ref reader, type) is { } item)
                items.Add(item);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                Add(ref reader, type, items);
        }
    }
}
