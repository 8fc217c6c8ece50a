using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace SmarterMeasure.Connector.Wire;

/// <summary>Writes the values for which <see cref="Utf8JsonWriter"/> has no method; called by generated writers.</summary>
public static class PayloadJson
{
    /// <summary>A date as <c>yyyy-MM-dd</c>.</summary>
    public static void Write(Utf8JsonWriter writer, DateOnly value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>A duration as <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
    public static void Write(Utf8JsonWriter writer, TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[26];
        value.TryFormat(text, out var length, "c", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>A text of one character.</summary>
    public static void Write(Utf8JsonWriter writer, char value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue([value]);
    }

    /// <summary>A fragment: JSON as it stands, XML as a string of its source.</summary>
    public static void Write(Utf8JsonWriter writer, RawFragment value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Format == PayloadFormat.Json)
            writer.WriteRawValue(value.Text);
        else
            writer.WriteStringValue(value.Text);
    }

    /// <summary>A number of a type that JSON libraries do not know, such as <see cref="Int128"/>.</summary>
    public static void WriteNumber<TNumber>(Utf8JsonWriter writer, TNumber value)
        where TNumber : struct, INumber<TNumber>
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture));
    }
}
