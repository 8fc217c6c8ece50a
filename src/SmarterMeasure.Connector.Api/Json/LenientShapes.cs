using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SmarterMeasure.Connector.Api.Json;

/// <summary>A list, however it is written: an array, an array of arrays, one object alone, "" or null for none.</summary>
/// <typeparam name="T">An object of the same serializer context.</typeparam>
internal sealed class LenientList<T> : JsonConverter<IReadOnlyList<T>> where T : class
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var items = new List<T>();
        Gather(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)), items);
        return items;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartArray();
        foreach (var item in value)
            JsonSerializer.Serialize(writer, item, type);
        writer.WriteEndArray();
    }

    private static void Gather(ref Utf8JsonReader reader, JsonTypeInfo<T> type, List<T> items)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            if (JsonSerializer.Deserialize(ref reader, type) is { } item)
                items.Add(item);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                Gather(ref reader, type, items);
        }
    }
}

/// <summary>An object, or null for "", [] and null. Of a list the first counts.</summary>
/// <typeparam name="T">An object of the same serializer context.</typeparam>
internal sealed class LenientObject<T> : JsonConverter<T?> where T : class
{
    private static readonly LenientList<T> List = new();

    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        List.Read(ref reader, typeof(IReadOnlyList<T>), options) is [var first, ..] ? first : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
    {
        if (value is null)
            writer.WriteNullValue();
        else
            JsonSerializer.Serialize(writer, value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
    }
}
