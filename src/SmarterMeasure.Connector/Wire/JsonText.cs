using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>What is inside the quotes of a JSON string.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f"u8 +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"u8);

    /// <summary>Finds the first quote, backslash or control character; -1 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfSpecial(ReadOnlySpan<byte> text)
    {
        // Names and values mostly end within one or two vectors, which the general search is slow to start for.
        var length = 0;
        for (; text.Length - length >= Vector128<byte>.Count; length += Vector128<byte>.Count)
        {
            var bits = SpecialBits(Vector128.Create(text[length..]));
            if (bits != 0)
                return length + BitOperations.TrailingZeroCount(bits);
        }

        var rest = text[length..].IndexOfAny(Special);
        return rest < 0 ? -1 : length + rest;
    }

    /// <summary>One bit for each quote, backslash or control character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SpecialBits(Vector128<byte> chunk) =>
        (Vector128.Equals(chunk, Vector128.Create((byte)'"'))
            | Vector128.Equals(chunk, Vector128.Create((byte)'\\'))
            | Vector128.Equals(Vector128.Min(chunk, Vector128.Create((byte)0x1F)), chunk)).ExtractMostSignificantBits();

    /// <summary>Resolves the escapes of a string.</summary>
    /// <param name="source">The text between the quotes.</param>
    /// <param name="destination">At least as long as <paramref name="source"/>.</param>
    /// <param name="fault">The index of an escape that is not allowed, or -1.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> source, Span<byte> destination, out int fault)
    {
        int read = 0, written = 0;
        while (true)
        {
            var run = source[read..].IndexOf((byte)'\\');
            var plain = run < 0 ? source[read..] : source.Slice(read, run);
            plain.CopyTo(destination[written..]);
            read += plain.Length;
            written += plain.Length;
            if (run < 0)
            {
                fault = -1;
                return written;
            }

            if (!TryReadEscape(source[read..], out var rune, out var length))
            {
                fault = read;
                return written;
            }

            read += length;
            written += rune.EncodeToUtf8(destination[written..]);
        }
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> source, out Rune rune, out int length)
    {
        length = 2;
        rune = default;
        var plain = source.Length < 2 ? '\0' : (char)source[1] switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => '\0',
        };
        if (plain != '\0')
        {
            rune = new Rune(plain);
            return true;
        }

        if (!TryReadCodeUnit(source, out var unit))
            return false;

        length = 6;
        if (!char.IsSurrogate(unit))
        {
            rune = new Rune(unit);
            return true;
        }

        // A lone half of a surrogate pair has no UTF-8 form, so it is refused rather than replaced.
        length = 12;
        return TryReadCodeUnit(source[6..], out var low) && Rune.TryCreate(unit, low, out rune);
    }

    private static bool TryReadCodeUnit(ReadOnlySpan<byte> source, out char unit)
    {
        var value = (ushort)0;
        var isUnit = source.Length >= 6 && source[0] == '\\' && source[1] == 'u'
            && Utf8Parser.TryParse(source.Slice(2, 4), out value, out var used, 'x') && used == 4;
        unit = (char)value;
        return isUnit;
    }
}
