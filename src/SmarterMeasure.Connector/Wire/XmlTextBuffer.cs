using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>Holds a text that is not in one piece in the body. Allocates on first use only.</summary>
internal struct XmlTextBuffer
{
    private const int SmallestSize = 256;

    private byte[]? _bytes;
    private int _length;

    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        Append(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        var needed = _length + text.Length;
        if (_bytes is null || _bytes.Length < needed)
            Array.Resize(ref _bytes, Math.Max(SmallestSize, needed * 2));
        text.CopyTo(_bytes.AsSpan(_length));
        _length = needed;
    }
}
