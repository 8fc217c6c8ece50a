using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api.Json;

/// <summary>The vendor types the key as a number, and its samples show text: digits go out as a number, else text.</summary>
internal sealed class GroupKey : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientText.Read(ref reader) ?? "";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        // A leading zero would be lost: then it is no number.
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == value)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value);
    }
}
