using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SmarterMeasure.Connector.Wire;

/// <summary>The one check of a body's encoding, after which its bytes can be taken as they are.</summary>
internal static class Utf8Check
{
    /// <summary>The length of the byte order mark that the body starts with, else 0.</summary>
    public static int BomLength(ReadOnlySpan<byte> body) => body.StartsWith("\uFEFF"u8) ? 3 : 0;

    /// <summary>Finds the first byte that is not valid UTF-8; -1 when all are.</summary>
    public static int IndexOfInvalid(ReadOnlySpan<byte> body)
    {
        if (Utf8.IsValid(body))
            return -1;

        var index = 0;
        while (Rune.DecodeFromUtf8(body[index..], out _, out var length) == OperationStatus.Done)
            index += length;
        return index;
    }
}
