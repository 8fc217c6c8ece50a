using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api.Reading;

/// <summary>
/// Reads a text where the API may as well give a number, a boolean, a list with it, or one of its ways to say nothing:
/// <c>""</c>, <c>[]</c>, <c>{}</c>.
/// </summary>
internal sealed class TolerantText : JsonConverter<string?>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    /// <summary>Reads one value to its end; null when it says nothing.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString() is { Length: > 0 } text ? text : null;

            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);

            case JsonTokenType.StartArray:
                return ReadList(ref reader);

            case JsonTokenType.StartObject:
                using (var whole = JsonDocument.ParseValue(ref reader))
                    return whole.RootElement.EnumerateObject().Any() ? whole.RootElement.GetRawText() : null;

            default:
                return null;
        }
    }

    private static string? ReadList(ref Utf8JsonReader reader)
    {
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Read(ref reader) is { } text)
                texts.Add(text);
        }

        return texts.Count == 0 ? null : string.Join(", ", texts);
    }
}
