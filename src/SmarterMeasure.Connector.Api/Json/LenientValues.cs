using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api.Json;

/// <summary>Text, or what stands for it: a number, true or false. "", [] and {} are the vendor's ways to say null.</summary>
internal sealed class LenientText : JsonConverter<string?>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>The text of the value that the reader stands at; null when there is none.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString() is { Length: > 0 } text ? text : null;
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                using (var value = JsonDocument.ParseValue(ref reader))
                    return TextOf(value.RootElement);
            default:
                return null;
        }
    }

    // What is not empty and not text is kept as its JSON: nothing is lost.
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Array when value.GetArrayLength() == 0 => null,
        JsonValueKind.Array when value.GetArrayLength() == 1 => TextOf(value[0]),
        JsonValueKind.Object when value.GetPropertyCount() == 0 => null,
        _ => value.GetRawText(),
    };
}

/// <summary>A number, also as text, with a point whatever the culture; null for what is none.</summary>
internal sealed class LenientNumber : JsonConverter<decimal?>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        decimal.TryParse(LenientText.Read(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options)
    {
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }
}

/// <summary>A switch: true or false, 1 or 0, also as text; null for what is none.</summary>
internal sealed class LenientFlag : JsonConverter<bool?>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientText.Read(ref reader)?.Trim().ToLowerInvariant() switch
        {
            "1" or "true" or "yes" => true,
            "0" or "false" or "no" => false,
            _ => null,
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } flag)
            writer.WriteBooleanValue(flag);
        else
            writer.WriteNullValue();
    }
}

/// <summary>A time in UTC unless it says otherwise; null for what is none.</summary>
internal sealed class LenientTime : JsonConverter<DateTimeOffset?>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.TryParse(
            LenientText.Read(ref reader), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
            writer.WriteStringValue(time);
        else
            writer.WriteNullValue();
    }
}
