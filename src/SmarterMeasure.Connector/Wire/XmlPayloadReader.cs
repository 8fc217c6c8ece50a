using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Reads a payload in XML 1.0 in UTF-8, elements nested up to <see cref="MaxDepth"/> deep. Refused are document type
/// declarations and all entities but XML's own. Prefixes of names are dropped, not resolved.
/// </summary>
/// <remarks>
/// Tolerated are blanks before the XML declaration and, as long as the body is all ASCII, a declared encoding of
/// ISO-8859-1 or windows-1252.
/// The root value is the root element, whatever its name. Attributes of the namespaces <c>xmlns</c> and <c>xsi</c> (by
/// prefix) are no members. Allocates only for texts that are not in one piece, or hold references or carriage returns.
/// </remarks>
public ref struct XmlPayloadReader : IPayloadReader
{
    /// <summary>How deep elements may be nested.</summary>
    public const int MaxDepth = 64;

    private const int None = -1;

    private XmlScanner _scanner;
    private int _start;

    // The element at the cursor; while its attributes are read as members, the element around it.
    private XmlStartTag _tag;
    private int _nextAttribute;

    // The attribute at the cursor, which otherwise stands at the element.
    private XmlAttribute _attribute;
    private bool _atAttribute;

    /// <summary>Stands before the root element.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <exception cref="PayloadException">Encoding, declaration or anything up to the root's start tag is at fault.</exception>
    public XmlPayloadReader(ReadOnlySpan<byte> utf8)
    {
        _nextAttribute = None;
        _scanner = new XmlScanner(utf8);
        _tag = _scanner.ReadStartTag();
        _start = _tag.Start;
    }

    /// <inheritdoc/>
    public readonly PayloadFormat Format => PayloadFormat.Xml;

    /// <inheritdoc/>
    public bool BeginObject()
    {
        if (!BeginChildren())
            return false;

        _nextAttribute = _tag.HasMembers ? _tag.NameEnd : None;
        return true;
    }

    /// <inheritdoc/>
    public bool NextMember(out ReadOnlySpan<byte> name)
    {
        while (_nextAttribute != None)
        {
            if (!_scanner.Source.NextAttribute(ref _nextAttribute, out _attribute))
            {
                _start = _nextAttribute;
                _nextAttribute = None;
                if (!_tag.IsEmpty)
                    break;
                name = default;
                return false;
            }

            if (!_scanner.Source.IsMember(_attribute))
                continue;
            _atAttribute = true;
            _start = _attribute.NameStart;
            name = _scanner.Source.LocalName(_attribute.NameStart, _attribute.NameEnd);
            return true;
        }

        var hasMore = NextElement();
        name = hasMore ? _scanner.Source.LocalName(_tag.Start + 1, _tag.NameEnd) : default;
        return hasMore;
    }

    /// <inheritdoc/>
    public ListShape BeginList()
    {
        if (!BeginChildren())
            return ListShape.Done;
        if (!_tag.IsEmpty && !_scanner.AtEndTag)
            return ListShape.First;

        // Nothing but attributes, which are no items.
        if (!_tag.IsEmpty)
            _scanner.Close();
        return ListShape.Done;
    }

    /// <inheritdoc/>
    public bool NextItem(ref ListShape shape)
    {
        var hasMore = shape != ListShape.Done && NextElement();
        shape = hasMore ? ListShape.Next : ListShape.Done;
        return hasMore;
    }

    /// <inheritdoc/>
    public bool ReadScalar(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (TakeAttribute())
        {
            text = _scanner.ReadAttributeText(_attribute);
            return true;
        }

        _start = _tag.Start;
        if (_tag.IsNil)
        {
            SkipElement();
            return false;
        }

        if (_tag.IsEmpty)
            return true;

        _scanner.Open(_tag);
        text = _scanner.ReadText();
        if (!_scanner.AtEndTag)
        {
            // Another shape is reported only of a well-formed value, so that broken text is always called broken.
            _scanner.CloseAfterRest();
            throw Error(PayloadError.WrongType);
        }

        _scanner.Close();
        return true;
    }

    /// <inheritdoc/>
    public RawFragment? ReadRaw()
    {
        if (TakeAttribute())
            return Raw(_scanner.ReadAttributeText(_attribute));

        var content = _scanner.Position;
        var end = SkipElement();
        return _tag.IsNil ? null : Raw(XmlText.Trim(_scanner.Source.Slice(content, end)));

        static RawFragment? Raw(ReadOnlySpan<byte> text) =>
            text.IsEmpty ? null : new RawFragment(PayloadFormat.Xml, Encoding.UTF8.GetString(text));
    }

    /// <inheritdoc/>
    public void Skip()
    {
        if (!TakeAttribute())
            SkipElement();
    }

    /// <inheritdoc/>
    public void End() => _scanner.End();

    /// <inheritdoc/>
    public readonly PayloadException Error(PayloadError error, string? member = null) =>
        _scanner.Source.Fault(error, _start, member);

    // Enters an element that has attributes or child elements; false when it is nothing.
    private bool BeginChildren()
    {
        if (TakeAttribute())
            return XmlText.IsBlank(_scanner.ReadAttributeText(_attribute)) ? false : throw Error(PayloadError.WrongType);

        _start = _tag.Start;
        if (_tag.IsNil)
        {
            SkipElement();
            return false;
        }

        if (_tag.IsEmpty)
            return _tag.HasMembers;

        _scanner.Open(_tag);
        var hasText = _scanner.PassText();
        if (!_scanner.AtEndTag || (!hasText && _tag.HasMembers))
            return true;

        _scanner.Close();
        return hasText ? throw Error(PayloadError.WrongType) : false;
    }

    private bool NextElement()
    {
        _scanner.PassText();
        _start = _scanner.Position;
        if (_scanner.AtEndTag)
        {
            _scanner.Close();
            return false;
        }

        _tag = _scanner.ReadStartTag();
        return true;
    }

    private bool TakeAttribute()
    {
        var atAttribute = _atAttribute;
        if (atAttribute)
            _start = _attribute.NameStart;
        _atAttribute = false;
        return atAttribute;
    }

    // Returns the offset where the element's content ends.
    private int SkipElement()
    {
        _start = _tag.Start;
        if (_tag.IsEmpty)
            return _scanner.Position;
        _scanner.Open(_tag);
        return _scanner.CloseAfterRest();
    }
}
