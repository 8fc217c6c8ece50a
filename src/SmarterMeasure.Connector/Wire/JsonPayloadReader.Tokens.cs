using System.Runtime.CompilerServices;

namespace SmarterMeasure.Connector.Wire;

// The tokens. Every method starts at the token and leaves the position behind it.
public ref partial struct JsonPayloadReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte Peek()
    {
        var position = _position;
        var utf8 = _utf8;
        return (uint)position < (uint)utf8.Length ? utf8[position] : throw Fault(PayloadError.Truncated, utf8.Length);
    }

    private byte SkipBlanksAndPeek()
    {
        SkipBlanks();
        return Peek();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipBlanks()
    {
        var utf8 = _utf8;
        var position = _position;
        if ((uint)position >= (uint)utf8.Length || utf8[position] <= ' ')
            SkipBlankRun();
    }

    private void SkipBlankRun()
    {
        var utf8 = _utf8;
        var position = _position;
        while ((uint)position < (uint)utf8.Length
            && utf8[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            position++;
        }

        _position = position;
    }

    private void Enter()
    {
        if (_depth == MaxDepth)
            throw Fault(PayloadError.TooDeep, _position);
        _depth++;
        _position++;
        SkipBlanks();
    }

    private void Leave()
    {
        _depth--;
        _start = _position++;
    }

    private void SkipComma(byte next)
    {
        if (next != ',')
            throw Fault(PayloadError.Malformed, _position);
        _position++;
        SkipBlanks();
    }

    private ReadOnlySpan<byte> ReadName()
    {
        if (Peek() != '"')
            throw Fault(PayloadError.Malformed, _position);
        var name = ReadString();
        if (SkipBlanksAndPeek() != ':')
            throw Fault(PayloadError.Malformed, _position);
        _position++;
        SkipBlanks();
        return name;
    }

    private ReadOnlySpan<byte> ReadString()
    {
        var utf8 = _utf8;
        var start = _position + 1;
        var end = _specials.Next(utf8, start);
        if ((uint)end >= (uint)utf8.Length || utf8[end] != '"')
            return ReadEscapedString(start, end < utf8.Length ? end - start : -1);

        _position = end + 1;
        return utf8[start..end];
    }

    private ReadOnlySpan<byte> ReadEscapedString(int start, int special)
    {
        var text = _utf8[start..];
        while (special >= 0 && text[special] != '"')
        {
            if (text[special] != '\\')
                throw Fault(PayloadError.Malformed, start + special);

            var rest = special + 2;
            special = rest < text.Length ? JsonText.IndexOfSpecial(text[rest..]) : -1;
            if (special >= 0)
                special += rest;
        }

        if (special < 0)
            throw Fault(PayloadError.Truncated, _utf8.Length);

        if (_scratch is null || _scratch.Length < special)
            _scratch = new byte[Math.Max(special, SmallestScratch)];
        var written = JsonText.Unescape(text[..special], _scratch, out var fault);
        if (fault >= 0)
            throw Fault(PayloadError.Malformed, start + fault);

        _position = start + special + 1;
        return _scratch.AsSpan(0, written);
    }

    // Null, an array without items, and where wanted the empty text.
    private bool SkipNothing(bool orEmptyText)
    {
        _start = _position;
        var next = Peek();
        if (next == 'n')
        {
            SkipLiteral("null"u8);
            return true;
        }

        if (next == '[')
        {
            var start = _position;
            Enter();
            var isEmpty = Peek() == ']';
            _depth--;
            _position = isEmpty ? _position + 1 : start;
            return isEmpty;
        }

        if (next != '"' || !orEmptyText || !_utf8[_position..].StartsWith("\"\""u8))
            return false;
        _position += 2;
        return true;
    }

    private void SkipNumberOrBoolean()
    {
        switch (Peek())
        {
            case (byte)'t':
                SkipLiteral("true"u8);
                break;
            case (byte)'f':
                SkipLiteral("false"u8);
                break;
            default:
                SkipNumber();
                break;
        }
    }

    private void SkipLiteral(ReadOnlySpan<byte> literal)
    {
        var rest = _utf8[_position..];
        if (!rest.StartsWith(literal))
        {
            var isCut = literal.StartsWith(rest);
            throw Fault(isCut ? PayloadError.Truncated : PayloadError.Malformed, isCut ? _utf8.Length : _position);
        }

        _position += literal.Length;
    }

    private void SkipNumber()
    {
        var start = _position;
        if (Peek() == '-')
            _position++;
        if (Peek() == '0')
            _position++;
        else
            SkipDigits(start);

        if (At((byte)'.'))
        {
            _position++;
            SkipDigits(start);
        }

        if (At((byte)'e') || At((byte)'E'))
        {
            _position++;
            if (At((byte)'+') || At((byte)'-'))
                _position++;
            SkipDigits(start);
        }
    }

    private void SkipDigits(int numberStart)
    {
        if (!char.IsAsciiDigit((char)Peek()))
            throw Fault(PayloadError.Malformed, numberStart);
        do
            _position++;
        while (_position < _utf8.Length && char.IsAsciiDigit((char)_utf8[_position]));
    }

    private readonly bool At(byte expected) => _position < _utf8.Length && _utf8[_position] == expected;
}
