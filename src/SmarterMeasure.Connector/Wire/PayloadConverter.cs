using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Wire;

/// <summary>Reads a value by generated code.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="reader">Stands before the value.</param>
/// <exception cref="PayloadException">The value does not fit the type.</exception>
public delegate T PayloadRead<T>(ref JsonPayloadReader reader);

/// <summary>Lets System.Text.Json read and write a type through generated code. Safe for use from many threads.</summary>
/// <remarks>A value is held in memory while it is read; every misfit is a <see cref="JsonException"/>.</remarks>
/// <typeparam name="T">A type with a generated reader and writer.</typeparam>
/// <param name="read">Reads a value.</param>
/// <param name="write">Writes a value.</param>
public sealed class PayloadConverter<T>(PayloadRead<T> read, Action<Utf8JsonWriter, T> write) : JsonConverter<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // The value may lie in several segments; the document brings it into one.
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            var payload = new JsonPayloadReader(JsonMarshal.GetRawUtf8Value(document.RootElement));
            var value = read(ref payload);
            payload.End();
            return value;
        }
        catch (PayloadException unfit)
        {
            throw new JsonException(unfit.Message, unfit.Path, lineNumber: null, unfit.Offset, unfit);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);
}
