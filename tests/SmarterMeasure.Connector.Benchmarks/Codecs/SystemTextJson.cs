using System.Text.Json;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Benchmarks.Codecs;

/// <summary>The peer: System.Text.Json's source generator on the same types, set up to read the vendor's own body.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(BooleanInQuotes), typeof(EmptyFragment)])]
[JsonSerializable(typeof(SectionComplete))]
internal sealed partial class VendorJson : JsonSerializerContext;

/// <summary>The same without converters, for bodies that need none.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SectionComplete))]
[JsonSerializable(typeof(MutableCallback))]
[JsonSerializable(typeof(Slim))]
internal sealed partial class PlainJson : JsonSerializerContext;

/// <summary>The one thing that no setting of the peer reads: a boolean in quotes.</summary>
internal sealed class BooleanInQuotes : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? reader.ValueTextEquals("true"u8) : reader.GetBoolean();

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) =>
        writer.WriteBooleanValue(value);
}

/// <summary>Free-form data, of which the measured body has none.</summary>
internal sealed class EmptyFragment : JsonConverter<RawFragment>
{
    public override RawFragment? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, RawFragment value, JsonSerializerOptions options) =>
        writer.WriteNullValue();
}
