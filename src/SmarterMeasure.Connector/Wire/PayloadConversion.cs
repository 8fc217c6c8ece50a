using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Reads and writes values through the converter that <c>[JsonConverter]</c> names. In XML the converter is given the
/// value as a JSON string. Whatever a converter throws in reading becomes <see cref="PayloadError.WrongType"/>.
/// </summary>
public static class PayloadConversion
{
    /// <summary>A class or interface; null when the converter leaves null to its caller.</summary>
    public static T? Class<TReader, TConverter, T>(ref TReader reader, JsonSerializerOptions options)
        where TReader : struct, IPayloadReader, allows ref struct
        where TConverter : JsonConverter<T>, new()
        where T : class
    {
        var source = Source(ref reader, Instance<TConverter>.Value.HandleNull);
        return source is null ? null : Read<TReader, TConverter, T>(ref reader, source, options);
    }

    /// <summary>A value type; null is not shown to the converter.</summary>
    public static T? Struct<TReader, TConverter, T>(ref TReader reader, JsonSerializerOptions options)
        where TReader : struct, IPayloadReader, allows ref struct
        where TConverter : JsonConverter<T>, new()
        where T : struct
    {
        var source = Source(ref reader, handlesNull: false);
        return source is null ? null : Read<TReader, TConverter, T>(ref reader, source, options);
    }

    /// <summary>A value type whose converter is one for its nullable type.</summary>
    public static T? Nullable<TReader, TConverter, T>(ref TReader reader, JsonSerializerOptions options)
        where TReader : struct, IPayloadReader, allows ref struct
        where TConverter : JsonConverter<T?>, new()
        where T : struct
    {
        var source = Source(ref reader, Instance<TConverter>.Value.HandleNull);
        return source is null ? null : Read<TReader, TConverter, T?>(ref reader, source, options);
    }

    /// <summary>Writes a value that is not null.</summary>
    public static void Write<TConverter, T>(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        where TConverter : JsonConverter<T>, new() =>
        Instance<TConverter>.Value.Write(writer, value, options);

    private static string? Source<TReader>(ref TReader reader, bool handlesNull)
        where TReader : struct, IPayloadReader, allows ref struct =>
        PayloadValue.JsonSource(ref reader) is { } source && (handlesNull || source != "null") ? source : null;

    private static T? Read<TReader, TConverter, T>(ref TReader reader, string source, JsonSerializerOptions options)
        where TReader : struct, IPayloadReader, allows ref struct
        where TConverter : JsonConverter<T>, new()
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(source));
        try
        {
            json.Read();
            var value = Instance<TConverter>.Value.Read(ref json, typeof(T), options);
            return json.Read() ? throw new JsonException() : value;
        }
        catch (Exception failure) when (failure is not PayloadException)
        {
            // Its message may quote the value, so the place is all that is passed on.
            throw reader.Error(PayloadError.WrongType);
        }
    }

    private static class Instance<TConverter>
        where TConverter : JsonConverter, new()
    {
        public static readonly TConverter Value = new();
    }
}
