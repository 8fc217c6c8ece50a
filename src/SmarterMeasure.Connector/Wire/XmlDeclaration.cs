using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>The <c>&lt;?xml version="1.0" encoding="UTF-8"?&gt;</c> at the start of a document.</summary>
internal static class XmlDeclaration
{
    /// <summary>Checks what stands between <c>&lt;?xml</c> and <c>?&gt;</c>.</summary>
    /// <param name="text">What stands there.</param>
    /// <param name="body">The whole body, which is valid UTF-8.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static PayloadError? Check(ReadOnlySpan<byte> text, ReadOnlySpan<byte> body)
    {
        if (!TryRead(ref text, "version"u8, out var version) || !version.SequenceEqual("1.0"u8))
            return PayloadError.Malformed;

        if (TryRead(ref text, "encoding"u8, out var encoding)
            && !Ascii.EqualsIgnoreCase(encoding, "UTF-8"u8) && !Ascii.EqualsIgnoreCase(encoding, "US-ASCII"u8)
            && !(IsOfAscii(encoding) && Ascii.IsValid(body)))
        {
            return PayloadError.InvalidEncoding;
        }

        if (TryRead(ref text, "standalone"u8, out var standalone)
            && !standalone.SequenceEqual("yes"u8) && !standalone.SequenceEqual("no"u8))
        {
            return PayloadError.Malformed;
        }

        return XmlText.IsBlank(text) ? null : PayloadError.Malformed;
    }

    // Encodings that some libraries declare by default, and in which ASCII is the same as in UTF-8.
    private static bool IsOfAscii(ReadOnlySpan<byte> encoding) =>
        Ascii.EqualsIgnoreCase(encoding, "ISO-8859-1"u8) || Ascii.EqualsIgnoreCase(encoding, "windows-1252"u8);

    private static bool TryRead(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var rest = text.TrimStart(" \t\r\n"u8);
        if (rest.Length == text.Length || !rest.StartsWith(name))
            return false;

        rest = rest[name.Length..].TrimStart(" \t\r\n"u8);
        if (!rest.StartsWith("="u8))
            return false;

        rest = rest[1..].TrimStart(" \t\r\n"u8);
        if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\''))
            return false;

        var end = rest[1..].IndexOf(rest[0]);
        if (end < 0)
            return false;

        value = rest.Slice(1, end);
        text = rest[(end + 2)..];
        return true;
    }
}
