using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Reads a payload in JSON: strictly RFC 8259, nested up to <see cref="MaxDepth"/> deep; a byte order mark is tolerated.
/// Escapes of lone surrogates are malformed. Allocates only for strings with escapes.
/// </summary>
public ref partial struct JsonPayloadReader : IPayloadReader
{
    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int MaxDepth = 64;

    private const int SmallestScratch = 128;

    private readonly ReadOnlySpan<byte> _utf8;
    private JsonSpecials _specials;
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
        _specials = new JsonSpecials();
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
        var next = SkipBlanksAndPeek();
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

        var next = SkipBlanksAndPeek();
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
}
