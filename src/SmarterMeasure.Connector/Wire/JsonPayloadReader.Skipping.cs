using System.Runtime.CompilerServices;

namespace SmarterMeasure.Connector.Wire;

// Most of a payload is what a record does not declare, so this is the hottest loop. It keeps the position in a local, and
// writes it to the field only before the rare tokens that the other methods read.
public ref partial struct JsonPayloadReader
{
    /// <inheritdoc/>
    public void Skip()
    {
        _start = _position;
        switch (Peek())
        {
            case (byte)'"':
                ReadString();
                break;
            case (byte)'{' or (byte)'[':
                SkipContainer();
                break;
            default:
                _position = EndOfNumberOrLiteral(_position);
                break;
        }
    }

    private void SkipContainer()
    {
        var utf8 = _utf8;
        var position = _position;
        var depth = _depth;
        var objects = 0UL; // which of the brackets opened here are braces, the innermost in the lowest bit
        while (true)
        {
            switch (ByteAt(utf8, position))
            {
                case (byte)'"':
                    position = EndOfString(utf8, position);
                    break;
                case (byte)'{':
                    position = EndOfOpening(utf8, position, ref depth);
                    objects = (objects << 1) | 1;
                    if (ByteAt(utf8, position) == '}')
                        break;
                    position = EndOfName(utf8, position);
                    continue;
                case (byte)'[':
                    position = EndOfOpening(utf8, position, ref depth);
                    objects <<= 1;
                    if (ByteAt(utf8, position) == ']')
                        break;
                    continue;
                default:
                    position = EndOfNumberOrLiteral(position);
                    break;
            }

            // A value is done, and with it all that close now.
            while (true)
            {
                var isObject = (objects & 1) != 0;
                position = EndOfBlanks(utf8, position);
                var next = ByteAt(utf8, position);
                if (next == ',')
                {
                    position = EndOfBlanks(utf8, position + 1);
                    if (isObject)
                        position = EndOfName(utf8, position);
                    break;
                }

                if (next != (isObject ? '}' : ']'))
                    throw Fault(PayloadError.Malformed, position);
                position++;
                objects >>= 1;
                if (--depth == _depth)
                {
                    _position = position;
                    return;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte ByteAt(ReadOnlySpan<byte> utf8, int position) =>
        (uint)position < (uint)utf8.Length ? utf8[position] : throw Fault(PayloadError.Truncated, utf8.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOfBlanks(ReadOnlySpan<byte> utf8, int position)
    {
        if ((uint)position < (uint)utf8.Length && utf8[position] > ' ')
            return position;
        while ((uint)position < (uint)utf8.Length && utf8[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            position++;
        return position;
    }

    private readonly int EndOfOpening(ReadOnlySpan<byte> utf8, int position, ref int depth)
    {
        if (depth == MaxDepth)
            throw Fault(PayloadError.TooDeep, position);
        depth++;
        return EndOfBlanks(utf8, position + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int EndOfName(ReadOnlySpan<byte> utf8, int position)
    {
        if (ByteAt(utf8, position) != '"')
            throw Fault(PayloadError.Malformed, position);
        var end = _specials.Next(utf8, position + 1);
        var rest = utf8[end..];
        return rest.Length > 2 && rest[0] == '"' && rest[1] == ':' && rest[2] > ' ' ? end + 2 : EndOfUnusualName(position);
    }

    private int EndOfUnusualName(int position)
    {
        _position = position;
        ReadName();
        return _position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int EndOfString(ReadOnlySpan<byte> utf8, int position)
    {
        var end = _specials.Next(utf8, position + 1);
        return (uint)end < (uint)utf8.Length && utf8[end] == '"' ? end + 1 : EndOfUnusualString(position);
    }

    private int EndOfUnusualString(int position)
    {
        _position = position;
        ReadString();
        return _position;
    }

    private int EndOfNumberOrLiteral(int position)
    {
        _position = position;
        if (Peek() == 'n')
            SkipLiteral("null"u8);
        else
            SkipNumberOrBoolean();
        return _position;
    }
}
