using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>Characters, names and references of XML.</summary>
internal static class XmlText
{
    private static readonly SearchValues<byte> Forbidden = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000e\u000f"u8 +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"u8);

    private static readonly SearchValues<byte> TextBreaks = SearchValues.Create("<&]\r"u8);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    // U+FFFE is EF BF BE and U+FFFF is EF BF BF.
    private static ReadOnlySpan<byte> NonCharacterStart => [0xEF, 0xBF];

    // One bit for each byte: - . 0-9 : and A-Z _ a-z
    private const ulong NameBytesBelow64 = (1UL << '-') | (1UL << '.') | (0x7FFUL << '0');
    private const ulong NameBytesFrom64 = (0x3FF_FFFFUL << ('A' - 64)) | (1UL << ('_' - 64)) | (0x3FF_FFFFUL << ('a' - 64));

    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    public static bool IsBlank(ReadOnlySpan<byte> text) => text.IsEmpty || (text[0] <= ' ' && text.IndexOfAnyExcept(" \t\r\n"u8) < 0);

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] > ' ' && text[^1] > ' ') ? text : text.Trim(" \t\r\n"u8);

    /// <summary>How many blanks a text of allowed characters starts with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BlankLength(ReadOnlySpan<byte> text)
    {
        if (text.Length >= Vector128<byte>.Count)
        {
            var chunk = Vector128.Create(text);
            var others = Vector128.Equals(Vector128.Max(chunk, Vector128.Create((byte)('!'))), chunk).ExtractMostSignificantBits();
            if (others != 0)
                return BitOperations.TrailingZeroCount(others);
        }

        var length = text.IndexOfAnyExcept(" \t\r\n"u8);
        return length < 0 ? text.Length : length;
    }

    /// <summary>Finds what a run of plain text ends with; -1 when there is no such byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfTextBreak(ReadOnlySpan<byte> text)
    {
        if (text.Length >= Vector128<byte>.Count)
        {
            var chunk = Vector128.Create(text);
            var breaks = (Vector128.Equals(chunk, Vector128.Create((byte)'<'))
                | Vector128.Equals(chunk, Vector128.Create((byte)'&'))
                | Vector128.Equals(chunk, Vector128.Create((byte)']'))
                | Vector128.Equals(chunk, Vector128.Create((byte)'\r'))).ExtractMostSignificantBits();
            if (breaks != 0)
                return BitOperations.TrailingZeroCount(breaks);
        }

        return text.IndexOfAny(TextBreaks);
    }

    /// <summary>Whether a name may start so; characters outside ASCII are not told apart.</summary>
    public static bool IsNameStart(byte b) => char.IsAsciiLetter((char)b) || b == '_' || b >= 0x80;

    /// <summary>Whether a name may go on so; with a colon, of which a name has one at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsName(byte b) => b >= 0x80 || (((b < 64 ? NameBytesBelow64 : NameBytesFrom64) >> b) & 1) != 0;

    /// <summary>The length of the name that a text starts with.</summary>
    public static int NameLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && IsName(text[length]))
            length++;
        return length;
    }

    /// <summary>The length of the name that a text starts with, up to a colon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PlainNameLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && text[length] != ':' && IsName(text[length]))
            length++;
        return length;
    }

    /// <summary>Finds the first character that no XML document may hold, escaped or not; -1 when there is none.</summary>
    public static int IndexOfForbidden(ReadOnlySpan<byte> utf8)
    {
        var control = utf8.IndexOfAny(Forbidden);
        if (control >= 0)
            utf8 = utf8[..control];

        for (var from = 0; utf8[from..].IndexOf(NonCharacterStart) is >= 0 and var index; from += index + 2)
        {
            if (from + index + 2 < utf8.Length && utf8[from + index + 2] >= 0xBE)
                return from + index;
        }

        return control;
    }

    /// <summary>Resolves a reference to one of XML's own entities or to a character.</summary>
    /// <param name="source">Starts with <c>&amp;</c>.</param>
    /// <param name="rune">The character.</param>
    /// <param name="length">How long the reference is.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static PayloadError? ReadReference(ReadOnlySpan<byte> source, out Rune rune, out int length)
    {
        rune = default;
        length = 0;
        var name = source[1..];
        if (name.StartsWith("#"u8))
            return ReadCharacterReference(name[1..], out rune, out length);

        var end = NameLength(name);
        if (end == name.Length)
            return PayloadError.Truncated;
        if (end == 0 || name[end] != ';' || !IsNameStart(name[0]))
            return PayloadError.Malformed;

        var known = name[..end] switch
        {
            var n when n.SequenceEqual("amp"u8) => '&',
            var n when n.SequenceEqual("lt"u8) => '<',
            var n when n.SequenceEqual("gt"u8) => '>',
            var n when n.SequenceEqual("quot"u8) => '"',
            var n when n.SequenceEqual("apos"u8) => '\'',
            _ => '\0',
        };
        rune = new Rune(known);
        length = end + 2;
        return known == '\0' ? PayloadError.UnknownEntity : null;
    }

    private static PayloadError? ReadCharacterReference(ReadOnlySpan<byte> digits, out Rune rune, out int length)
    {
        rune = default;
        length = 0;
        var isHex = digits.StartsWith("x"u8);
        if (isHex)
            digits = digits[1..];

        // More zeros than this may be legal, but nobody writes them.
        const int longest = 16;
        var end = digits.IndexOf((byte)';');
        if (end < 0 && digits.Length <= longest && !digits.ContainsAnyExcept(HexDigits))
            return PayloadError.Truncated;
        if (end is < 1 or > longest || !Utf8Parser.TryParse(digits[..end], out ulong value, out var used, isHex ? 'x' : 'D')
            || used != end || digits[0] == '+' || value > int.MaxValue || !Rune.TryCreate((int)value, out rune) || !IsCharacter(rune))
        {
            return PayloadError.Malformed;
        }

        length = end + (isHex ? 4 : 3);
        return null;
    }

    private static bool IsCharacter(Rune rune) =>
        rune.Value is >= ' ' and not 0xFFFE and not 0xFFFF or '\t' or '\n' or '\r';
}
