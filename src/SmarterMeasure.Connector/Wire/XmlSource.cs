using System.Runtime.CompilerServices;
using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>The smallest parts of an XML document: names and attributes, found by their offsets and checked.</summary>
/// <param name="utf8">The whole body.</param>
internal readonly ref struct XmlSource(ReadOnlySpan<byte> utf8)
{
    // Above this, comparing every name with every other would let a body of many attributes take quadratic time.
    private const int FewAttributes = 8;

    private readonly ReadOnlySpan<byte> _utf8 = utf8;

    public int Length => _utf8.Length;

    public ReadOnlySpan<byte> From(int start) => _utf8[start..];

    public ReadOnlySpan<byte> Slice(int start, int end) => _utf8[start..end];

    /// <summary>The byte at an offset; behind the end the text is truncated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ByteAt(int offset) =>
        (uint)offset < (uint)_utf8.Length ? _utf8[offset] : throw Fault(PayloadError.Truncated, _utf8.Length);

    /// <summary>Whether a text is at an offset; a body that breaks off within it is truncated.</summary>
    public bool IsAt(int offset, ReadOnlySpan<byte> expected)
    {
        var rest = _utf8[offset..];
        if (rest.Length > 0 && rest.Length < expected.Length && expected.StartsWith(rest))
            throw Fault(PayloadError.Truncated, _utf8.Length);
        return rest.StartsWith(expected);
    }

    /// <summary>The offset behind the next occurrence of a text.</summary>
    public int Behind(ReadOnlySpan<byte> text, int start)
    {
        var length = _utf8[start..].IndexOf(text);
        return length < 0 ? throw Fault(PayloadError.Truncated, _utf8.Length) : start + length + text.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BlanksEnd(int start) =>
        (uint)start < (uint)_utf8.Length && _utf8[start] <= ' ' ? start + XmlText.BlankLength(_utf8[start..]) : start;

    /// <summary>Whether a start or end tag is at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsTag(int offset) =>
        offset + 1 < _utf8.Length && _utf8[offset] == '<' && (_utf8[offset + 1] == '/' || XmlText.IsNameStart(_utf8[offset + 1]));

    /// <summary>The offset behind a name with at most one prefix.</summary>
    public int NameEnd(int start)
    {
        var rest = _utf8[start..];
        var plain = XmlText.PlainNameLength(rest);
        return plain > 0 && plain < rest.Length && rest[plain] != ':' && XmlText.IsNameStart(rest[0])
            ? start + plain
            : UnusualNameEnd(start);
    }

    /// <summary>A name without its prefix.</summary>
    public ReadOnlySpan<byte> LocalName(int start, int end)
    {
        var name = _utf8[start..end];
        return name[(name.IndexOf((byte)':') + 1)..];
    }

    /// <summary>Finds the next attribute of a start tag.</summary>
    /// <param name="position">Behind the tag's name or the attribute before; moves behind this one or to the tag's end.</param>
    /// <param name="attribute">The attribute.</param>
    /// <returns>False at the tag's end.</returns>
    public bool NextAttribute(ref int position, out XmlAttribute attribute)
    {
        attribute = default;
        var behind = position;
        position = BlanksEnd(behind);
        if (ByteAt(position) == '>')
            return false;
        if (ByteAt(position) == '/')
            return ByteAt(position + 1) == '>' ? false : throw Fault(PayloadError.Malformed, position);
        if (position == behind)
            throw Fault(PayloadError.Malformed, position);

        var nameStart = position;
        var nameEnd = NameEnd(nameStart);
        position = BlanksEnd(nameEnd);
        if (ByteAt(position) != '=')
            throw Fault(PayloadError.Malformed, position);
        position = BlanksEnd(position + 1);
        var quote = ByteAt(position);
        if (quote is not ((byte)'"' or (byte)'\''))
            throw Fault(PayloadError.Malformed, position);

        var valueStart = position + 1;
        var valueEnd = AttributeValueEnd(valueStart, quote);
        position = valueEnd + 1;
        attribute = new XmlAttribute { NameStart = nameStart, NameEnd = nameEnd, ValueStart = valueStart, ValueEnd = valueEnd };
        return true;
    }

    /// <summary>Whether an attribute is data, not a namespace declaration or a schema instruction.</summary>
    public bool IsMember(in XmlAttribute attribute)
    {
        var name = _utf8[attribute.NameStart..attribute.NameEnd];
        return name[0] != 'x' || !(name.SequenceEqual("xmlns"u8) || name.StartsWith("xmlns:"u8) || name.StartsWith("xsi:"u8));
    }

    /// <summary>Whether an attribute is <c>xsi:nil="true"</c>.</summary>
    public bool IsNil(in XmlAttribute attribute)
    {
        if (!_utf8[attribute.NameStart..attribute.NameEnd].SequenceEqual("xsi:nil"u8))
            return false;
        var value = XmlText.Trim(_utf8[attribute.ValueStart..attribute.ValueEnd]);
        return value.SequenceEqual("true"u8) || value.SequenceEqual("1"u8);
    }

    /// <summary>Checks that the attributes of a tag have different names.</summary>
    /// <param name="start">Behind the tag's name.</param>
    /// <param name="count">The number of attributes.</param>
    public void CheckAttributesDiffer(int start, int count)
    {
        var names = count > FewAttributes ? new HashSet<string>(count, StringComparer.Ordinal) : null;
        var position = start;
        while (NextAttribute(ref position, out var attribute))
        {
            var name = _utf8[attribute.NameStart..attribute.NameEnd];
            if (!(names?.Add(Encoding.UTF8.GetString(name)) ?? IsFirst(name, attribute.NameStart, start)))
                throw Fault(PayloadError.DuplicateMember, attribute.NameStart);
        }
    }

    /// <summary>Makes the error for an offset.</summary>
    public PayloadException Fault(PayloadError error, int offset, string? member = null) =>
        new(error, XmlPath.Find(_utf8, offset, member), offset);

    private int UnusualNameEnd(int start)
    {
        var rest = _utf8[start..];
        var length = XmlText.NameLength(rest);
        if (length == rest.Length)
            throw Fault(PayloadError.Truncated, _utf8.Length);

        var name = rest[..length];
        var colon = name.IndexOf((byte)':');
        if (!StartsName(name) || (colon >= 0 && (!StartsName(name[(colon + 1)..]) || name[(colon + 1)..].Contains((byte)':'))))
            throw Fault(PayloadError.Malformed, start);
        return start + length;

        static bool StartsName(ReadOnlySpan<byte> name) => !name.IsEmpty && XmlText.IsNameStart(name[0]);
    }

    private bool IsFirst(ReadOnlySpan<byte> name, int nameStart, int position)
    {
        while (NextAttribute(ref position, out var other) && other.NameStart < nameStart)
        {
            if (name.SequenceEqual(_utf8[other.NameStart..other.NameEnd]))
                return false;
        }

        return true;
    }

    private int AttributeValueEnd(int position, byte quote)
    {
        while (true)
        {
            var run = _utf8[position..].IndexOfAny(quote, (byte)'<', (byte)'&');
            if (run < 0)
                throw Fault(PayloadError.Truncated, _utf8.Length);

            position += run;
            if (_utf8[position] == quote)
                return position;
            if (_utf8[position] == '<')
                throw Fault(PayloadError.Malformed, position);
            if (XmlText.ReadReference(_utf8[position..], out _, out var length) is { } error)
                throw Fault(error, error == PayloadError.Truncated ? _utf8.Length : position);
            position += length;
        }
    }
}
