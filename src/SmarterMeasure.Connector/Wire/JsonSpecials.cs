using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Where the quotes, backslashes and control characters are, looked up for 64 bytes at once. Finding the end of one string
/// after another is then a shift and a count, where a search of its own would have to wait for the one before it.
/// </summary>
internal ref struct JsonSpecials
{
    private const int BlockLength = 64;

    private ulong _bits;
    private int _blockStart;

    /// <summary>Nothing looked up yet.</summary>
    public JsonSpecials() => _blockStart = -BlockLength;

    /// <summary>The offset of the first one from an offset on; behind the end of the text when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(ReadOnlySpan<byte> utf8, int position)
    {
        var offset = position - _blockStart;
        var bits = (uint)offset < BlockLength ? _bits >> offset : 0;
        return bits != 0 ? position + BitOperations.TrailingZeroCount(bits) : LookUp(utf8, position);
    }

    private int LookUp(ReadOnlySpan<byte> utf8, int position)
    {
        if ((uint)(position - _blockStart) < BlockLength)
            position = _blockStart + BlockLength; // The rest of the block has none.
        while (utf8.Length - position >= BlockLength)
        {
            _blockStart = position;
            _bits = Bits(utf8.Slice(position, BlockLength));
            if (_bits != 0)
                return position + BitOperations.TrailingZeroCount(_bits);
            position += BlockLength;
        }

        var length = JsonText.IndexOfSpecial(utf8[position..]);
        return length < 0 ? utf8.Length : position + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ReadOnlySpan<byte> block) =>
        JsonText.SpecialBits(Vector128.Create(block))
        | ((ulong)JsonText.SpecialBits(Vector128.Create(block[16..])) << 16)
        | ((ulong)JsonText.SpecialBits(Vector128.Create(block[32..])) << 32)
        | ((ulong)JsonText.SpecialBits(Vector128.Create(block[48..])) << 48);
}
