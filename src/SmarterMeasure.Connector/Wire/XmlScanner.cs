using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Passes over an XML document and checks that it is well-formed: the lower half of <see cref="XmlPayloadReader"/>,
/// which gives the tags their meaning.
/// </summary>
internal ref partial struct XmlScanner
{
    private static readonly SearchValues<byte> AttributeBreaks = SearchValues.Create("&\t\r\n"u8);

    private OpenNames _open;
    private XmlTextBuffer _text;
    private int _depth;

    /// <summary>Checks the encoding and passes over what precedes the root element.</summary>
    public XmlScanner(ReadOnlySpan<byte> utf8)
    {
        Source = new XmlSource(utf8);
        var invalid = Utf8Check.IndexOfInvalid(utf8);
        if (invalid >= 0)
            throw Source.Fault(PayloadError.InvalidEncoding, invalid);
        var forbidden = XmlText.IndexOfForbidden(utf8);
        if (forbidden >= 0)
            throw Source.Fault(PayloadError.Malformed, forbidden);

        // Blanks before the declaration are against the standard, but do no harm.
        Position = Source.BlanksEnd(Utf8Check.BomLength(utf8));
        PassDeclaration();
        PassBlanksAndMisc();
        if (!AtStartTag)
            throw Source.Fault(Position + 1 >= Source.Length ? PayloadError.Truncated : PayloadError.Malformed, Position);
    }

    /// <summary>The body.</summary>
    public XmlSource Source { get; }

    /// <summary>The offset reached.</summary>
    public int Position { get; private set; }

    /// <summary>Whether an end tag is next; to be asked after passing or reading text.</summary>
    public readonly bool AtEndTag => Source.ByteAt(Position + 1) == '/';

    private readonly bool AtStartTag =>
        Position + 1 < Source.Length && Source.ByteAt(Position) == '<' && XmlText.IsNameStart(Source.ByteAt(Position + 1));

    /// <summary>Reads the start tag that is next.</summary>
    public XmlStartTag ReadStartTag()
    {
        var start = Position;
        if (_depth == XmlPayloadReader.MaxDepth)
            throw Source.Fault(PayloadError.TooDeep, start);

        var nameEnd = Source.NameEnd(start + 1);
        if (Source.ByteAt(nameEnd) == '>')
        {
            Position = nameEnd + 1;
            return new XmlStartTag { Start = start, NameEnd = nameEnd, IsEmpty = false, HasMembers = false, IsNil = false };
        }

        var position = nameEnd;
        var count = 0;
        bool hasMembers = false, isNil = false;
        while (Source.NextAttribute(ref position, out var attribute))
        {
            count++;
            hasMembers |= Source.IsMember(attribute);
            isNil |= Source.IsNil(attribute);
        }

        if (count > 1)
            Source.CheckAttributesDiffer(nameEnd, count);

        var isEmpty = Source.ByteAt(position) == '/';
        Position = position + (isEmpty ? 2 : 1);
        return new XmlStartTag { Start = start, NameEnd = nameEnd, IsEmpty = isEmpty, HasMembers = hasMembers, IsNil = isNil };
    }

    /// <summary>Opens the element whose start tag was read last, and which is not empty.</summary>
    public void Open(in XmlStartTag tag) => _open[_depth++] = new OpenName(tag.Start + 1, tag.NameEnd);

    /// <summary>Reads the end tag that is next and closes the innermost open element with it.</summary>
    public void Close()
    {
        var name = _open[_depth - 1];
        var open = Source.From(name.Start);
        var close = Source.From(Position + 2);
        var usual = name.End - name.Start;
        if (usual < close.Length && close[usual] == '>' && close.StartsWith(open[..usual]))
        {
            Position += usual + "</>"u8.Length;
            _depth--;
            return;
        }

        var length = 0;
        while (length < close.Length && close[length] == open[length] && XmlText.IsName(open[length]))
            length++;

        var end = Position + 2 + length;
        if (length < close.Length && (XmlText.IsName(close[length]) || XmlText.IsName(open[length])))
            throw Source.Fault(PayloadError.Malformed, Position);
        end = Source.BlanksEnd(end);
        if (Source.ByteAt(end) != '>')
            throw Source.Fault(PayloadError.Malformed, end);
        Position = end + 1;
        _depth--;
    }

    /// <summary>Passes over the rest of the innermost open element and closes it.</summary>
    /// <returns>The offset of its end tag.</returns>
    public int CloseAfterRest()
    {
        var outside = _depth - 1;
        while (true)
        {
            PassText();
            var position = Position;
            if (!AtEndTag)
            {
                var tag = ReadStartTag();
                if (!tag.IsEmpty)
                    Open(tag);
                continue;
            }

            Close();
            if (_depth == outside)
                return position;
        }
    }

    /// <summary>Passes text, CDATA sections, comments and processing instructions up to the next tag.</summary>
    /// <returns>Whether there was text other than white space.</returns>
    public bool PassText()
    {
        // Blanks alone are what is mostly there.
        var position = Source.BlanksEnd(Position);
        if (!Source.IsTag(position))
            return PassText(keep: false);

        Position = position;
        return false;
    }

    /// <summary>Reads text up to the next tag, trimmed; comments and the like are left out.</summary>
    public ReadOnlySpan<byte> ReadText()
    {
        var rest = Source.From(Position);
        var run = XmlText.IndexOfTextBreak(rest);
        if (run >= 0 && rest[run..].StartsWith("</"u8))
        {
            Position += run;
            return XmlText.Trim(rest[..run]);
        }

        _text.Clear();
        PassText(keep: true);
        return XmlText.Trim(_text.Span);
    }

    /// <summary>The value of an attribute, with references resolved and white space turned into blanks.</summary>
    public ReadOnlySpan<byte> ReadAttributeText(XmlAttribute attribute)
    {
        var rest = Source.Slice(attribute.ValueStart, attribute.ValueEnd);
        var run = rest.IndexOfAny(AttributeBreaks);
        if (run < 0)
            return rest;

        _text.Clear();
        for (; run >= 0; run = rest.IndexOfAny(AttributeBreaks))
        {
            _text.Append(rest[..run]);
            rest = rest[run..];
            var rune = new Rune(' ');
            var length = rest.StartsWith("\r\n"u8) ? 2 : 1;
            if (rest[0] == '&')
                _ = XmlText.ReadReference(rest, out rune, out length);
            _text.Append(rune);
            rest = rest[length..];
        }

        _text.Append(rest);
        return _text.Span;
    }

    /// <summary>Checks that only white space, comments and processing instructions follow.</summary>
    public void End()
    {
        PassBlanksAndMisc();
        if (Position < Source.Length)
            throw Source.Fault(PayloadError.TrailingData, Position);
    }

    private bool PassText(bool keep)
    {
        var hasText = false;
        while (true)
        {
            var rest = Source.From(Position);
            var run = XmlText.IndexOfTextBreak(rest);
            if (run < 0)
                throw Source.Fault(PayloadError.Truncated, Source.Length);

            if (run > 0)
                hasText |= Take(rest[..run], keep);
            Position += run;
            switch (rest[run])
            {
                case (byte)'\r':
                    Take("\n"u8, keep);
                    Position += rest[run..].StartsWith("\r\n"u8) ? 2 : 1;
                    break;
                case (byte)']':
                    if (Source.IsAt(Position, "]]>"u8))
                        throw Source.Fault(PayloadError.Malformed, Position);
                    hasText |= Take("]"u8, keep);
                    Position++;
                    break;
                case (byte)'&':
                    if (XmlText.ReadReference(rest[run..], out var rune, out var length) is { } error)
                        throw Source.Fault(error, error == PayloadError.Truncated ? Source.Length : Position);
                    if (keep)
                        _text.Append(rune);
                    hasText |= rune.Value is not (' ' or '\t' or '\r' or '\n');
                    Position += length;
                    break;
                default:
                    var next = run + 1 < rest.Length ? rest[run + 1] : (byte)0;
                    if (next == '/' || XmlText.IsNameStart(next))
                        return hasText;
                    if (Source.IsAt(Position, "<![CDATA["u8))
                        hasText |= PassCharacterData(keep);
                    else if (!PassMisc())
                        throw Source.Fault(PayloadError.Malformed, Position);
                    break;
            }
        }
    }

    private bool PassCharacterData(bool keep)
    {
        var start = Position + "<![CDATA["u8.Length;
        Position = Source.Behind("]]>"u8, start);
        var data = Source.Slice(start, Position - "]]>"u8.Length);
        var hasText = false;
        for (var run = data.IndexOf((byte)'\r'); run >= 0; run = data.IndexOf((byte)'\r'))
        {
            hasText |= Take(data[..run], keep);
            Take("\n"u8, keep);
            data = data[(data[run..].StartsWith("\r\n"u8) ? run + 2 : run + 1)..];
        }

        return Take(data, keep) || hasText;
    }

    private bool Take(ReadOnlySpan<byte> text, bool keep)
    {
        if (keep)
            _text.Append(text);
        return !XmlText.IsBlank(text);
    }

    /// <summary>Where the open elements' names are, outermost first.</summary>
    [InlineArray(XmlPayloadReader.MaxDepth)]
    private struct OpenNames
    {
        private OpenName _first;
    }

    private readonly record struct OpenName(int Start, int End);
}
