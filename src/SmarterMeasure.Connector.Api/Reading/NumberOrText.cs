using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api.Reading;

/// <summary>Writes a text of digits as a number: some keys are numbers by the API's schema, and texts in its samples.</summary>
internal sealed class NumberOrText : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TolerantText.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == value)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value);
    }
}
