using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Reads the cursor's value as one of the types a payload may hold; called by generated readers. Numbers and booleans
/// may be written as strings and the other way round. Null means nothing, or an empty text where the type has none.
/// </summary>
public static partial class PayloadValue
{
    /// <summary>A text as it stands; null only for nothing.</summary>
    public static string? Text<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct =>
        reader.ReadScalar(out var text) ? KnownText.Get(text) : null;

    /// <summary>A text; null for nothing and for the empty text.</summary>
    public static string? TextOrNull<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct =>
        reader.ReadScalar(out var text) && !text.IsEmpty ? KnownText.Get(text) : null;

    /// <summary>A boolean: true, false, 1 or 0.</summary>
    public static bool? Boolean<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.ReadScalar(out var text) || text.IsEmpty)
            return null;
        if (text.Length == 1 && text[0] is (byte)'0' or (byte)'1')
            return text[0] == '1';
        if (Ascii.EqualsIgnoreCase(text, "true"u8))
            return true;
        if (Ascii.EqualsIgnoreCase(text, "false"u8))
            return false;
        throw reader.Error(PayloadError.WrongType);
    }

    /// <summary>A number of any of the numeric types, in the invariant culture.</summary>
    public static TNumber? Number<TReader, TNumber>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
        where TNumber : struct, INumber<TNumber>
    {
        if (!reader.ReadScalar(out var text) || text.IsEmpty)
            return null;
        if (TryReadSmall(text, out var small))
            return TNumber.CreateTruncating(small);
        if (TNumber.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && TNumber.IsFinite(value))
            return value;
        throw reader.Error(IsNumber(text) ? PayloadError.OutOfRange : PayloadError.WrongType);
    }

    /// <summary>A point in time; one without an offset is taken as UTC, which is what the vendor prints.</summary>
    public static DateTimeOffset? DateTimeOffset<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.ReadScalar(out var text) || text.IsEmpty)
            return null;
        if (PayloadTime.TryParse(text, out var value))
            return value;
        throw reader.Error(PayloadError.WrongType);
    }

    /// <summary>A point in time as <see cref="System.DateTime"/> in UTC.</summary>
    public static DateTime? DateTime<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct => DateTimeOffset(ref reader)?.UtcDateTime;

    /// <summary>A date; of a point in time, its date as written.</summary>
    public static DateOnly? DateOnly<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct =>
        DateTimeOffset(ref reader) is { } time ? System.DateOnly.FromDateTime(time.DateTime) : null;

    /// <summary>A GUID, with or without dashes.</summary>
    public static Guid? Guid<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.ReadScalar(out var text) || text.IsEmpty)
            return null;
        if (System.Guid.TryParse(text, out var value))
            return value;
        throw reader.Error(PayloadError.WrongType);
    }

    /// <summary>An absolute or relative address.</summary>
    public static Uri? Uri<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.ReadScalar(out var text) || text.IsEmpty)
            return null;
        if (System.Uri.TryCreate(Encoding.UTF8.GetString(text), UriKind.RelativeOrAbsolute, out var value))
            return value;
        throw reader.Error(PayloadError.WrongType);
    }

    // Scores are mostly small whole numbers, which need no general parser; every numeric type can hold 0 to 99.
    private static bool TryReadSmall(ReadOnlySpan<byte> text, out int value)
    {
        value = text[0] - '0';
        if (!char.IsAsciiDigit((char)text[0]) || text.Length > 2)
            return false;
        if (text.Length == 1)
            return true;
        value = (value * 10) + text[1] - '0';
        return char.IsAsciiDigit((char)text[1]);
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out double _, out var used) && used == text.Length;
}
