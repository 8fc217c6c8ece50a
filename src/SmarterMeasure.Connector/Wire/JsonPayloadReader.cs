using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Reads a payload in JSON: strictly RFC 8259, nested up to <see cref="MaxDepth"/> deep; a byte order mark is tolerated.
/// Escapes of lone surrogates are malformed. Allocates only for strings with escapes.
/// </summary>
public ref struct JsonPayloadReader : IPayloadReader
{
    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int MaxDepth = 64;

    private const int SmallestScratch = 128;

    private readonly ReadOnlySpan<byte> _utf8;
    private byte[]? _scratch;
    private int _position;
    private int _start;
    private int _depth;
    private bool _atFirstMember;

    /// <summary>Stands before the root value.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <exception cref="PayloadException">The body is not valid UTF-8.</exception>
    public JsonPayloadReader(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        var invalid = Utf8Check.IndexOfInvalid(utf8);
        if (invalid >= 0)
            throw Fault(PayloadError.InvalidEncoding, invalid);

        _position = Utf8Check.BomLength(utf8);
        SkipBlanks();
    }

    /// <inheritdoc/>
    public readonly PayloadFormat Format => PayloadFormat.Json;

    /// <inheritdoc/>
    public bool BeginObject()
    {
        if (Peek() == '{')
        {
            _start = _position;
            Enter();
            _atFirstMember = true;
            return true;
        }

        if (SkipNothing(orEmptyText: true))
            return false;
        throw WrongType();
    }

    /// <inheritdoc/>
    public bool NextMember(out ReadOnlySpan<byte> name)
    {
        SkipBlanks();
        var next = Peek();
        if (next == '}')
        {
            _atFirstMember = false;
            Leave();
            name = default;
            return false;
        }

        if (_atFirstMember)
            _atFirstMember = false;
        else
            SkipComma(next);

        _start = _position;
        name = ReadName();
        return true;
    }

    /// <inheritdoc/>
    public ListShape BeginList()
    {
        if (Peek() == '[')
        {
            _start = _position;
            Enter();
            return ListShape.First;
        }

        return SkipNothing(orEmptyText: true) ? ListShape.Done : ListShape.Lone;
    }

    /// <inheritdoc/>
    public bool NextItem(ref ListShape shape)
    {
        if (shape is ListShape.Done or ListShape.Lone)
        {
            var isLone = shape == ListShape.Lone;
            shape = ListShape.Done;
            return isLone;
        }

        SkipBlanks();
        var next = Peek();
        if (next == ']')
        {
            Leave();
            shape = ListShape.Done;
            return false;
        }

        if (shape == ListShape.Next)
            SkipComma(next);
        shape = ListShape.Next;
        _start = _position;
        return true;
    }

    /// <inheritdoc/>
    public bool ReadScalar(out ReadOnlySpan<byte> text)
    {
        _start = _position;
        switch (Peek())
        {
            case (byte)'"':
                text = ReadString();
                return true;
            case (byte)'{':
                throw WrongType();
            case (byte)'n' or (byte)'[':
                if (!SkipNothing(orEmptyText: false))
                    throw WrongType();
                text = default;
                return false;
            default:
                SkipNumberOrBoolean();
                text = _utf8[_start.._position];
                return true;
        }
    }

    /// <inheritdoc/>
    public RawFragment? ReadRaw()
    {
        if (SkipNothing(orEmptyText: true))
            return null;
        Skip();
        return new RawFragment(PayloadFormat.Json, Encoding.UTF8.GetString(_utf8[_start.._position]));
    }

    /// <inheritdoc/>
    public void Skip()
    {
        var start = _position;
        var outside = _depth;
        var objects = 0UL; // which of the brackets opened here are braces, the innermost in the lowest bit
        while (true)
        {
            switch (Peek())
            {
                case (byte)'{':
                    objects = (objects << 1) | 1;
                    Enter();
                    if (Peek() == '}')
                        break;
                    ReadName();
                    continue;
                case (byte)'[':
                    objects <<= 1;
                    Enter();
                    if (Peek() == ']')
                        break;
                    continue;
                case (byte)'"':
                    ReadString();
                    break;
                case (byte)'n':
                    SkipLiteral("null"u8);
                    break;
                default:
                    SkipNumberOrBoolean();
                    break;
            }

            // A value is done, and with it all that close now.
            while (_depth > outside)
            {
                SkipBlanks();
                var inObject = (objects & 1) != 0;
                var next = Peek();
                if (next == (inObject ? '}' : ']'))
                {
                    Leave();
                    objects >>= 1;
                    continue;
                }

                SkipComma(next);
                if (inObject)
                    ReadName();
                break;
            }

            if (_depth == outside)
            {
                _start = start;
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        SkipBlanks();
        if (_position < _utf8.Length)
            throw Fault(PayloadError.TrailingData, _position);
    }

    /// <inheritdoc/>
    public readonly PayloadException Error(PayloadError error, string? member = null) =>
        new(error, JsonPath.Find(_utf8, _start, member), _start);

    private readonly PayloadException Fault(PayloadError error, int offset) =>
        new(error, JsonPath.Find(_utf8, offset), offset);

    // Another shape is reported only of a well-formed value, so that broken text is always called broken.
    private PayloadException WrongType()
    {
        Skip();
        return Error(PayloadError.WrongType);
    }

    private readonly byte Peek()
    {
        var position = _position;
        if ((uint)position >= (uint)_utf8.Length)
            throw Fault(PayloadError.Truncated, _utf8.Length);
        return _utf8[position];
    }

    private void SkipBlanks()
    {
        var utf8 = _utf8;
        var position = _position;
        while ((uint)position < (uint)utf8.Length && utf8[position] <= ' '
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
        SkipBlanks();
        if (Peek() != ':')
            throw Fault(PayloadError.Malformed, _position);
        _position++;
        SkipBlanks();
        return name;
    }

    private ReadOnlySpan<byte> ReadString()
    {
        var start = _position + 1;
        var text = _utf8[start..];
        var length = JsonText.IndexOfSpecial(text);
        if ((uint)length >= (uint)text.Length || text[length] != '"')
            return ReadEscapedString(start, length);

        _position = start + length + 1;
        return text[..length];
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
