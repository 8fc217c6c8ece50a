using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Finds the path of an offset by a second scan from the start. Needs the text before the offset to be well-formed, as
/// it is where a reader has stopped; never throws. An element of the same name as the one before it gets an index.
/// </summary>
internal static class XmlPath
{
    /// <param name="utf8">The whole body.</param>
    /// <param name="offset">The start of a tag, an attribute or a tag's end, or where the text is at fault.</param>
    /// <param name="member">A member of the innermost element around the offset, to be named instead of what is there.</param>
    public static string Find(ReadOnlySpan<byte> utf8, int offset, string? member = null)
    {
        // One more than are open at once: the last sibling that was closed stays to be counted on.
        Span<Level> levels = stackalloc Level[XmlPayloadReader.MaxDepth + 2];
        var depth = 0;
        var attribute = default(ReadOnlySpan<byte>);
        for (var position = IndexOf(utf8, "<"u8, 0); position <= offset && position < utf8.Length;)
        {
            var rest = utf8[position..];
            if (rest.StartsWith("<!--"u8))
            {
                position = IndexBehind(utf8, "-->"u8, position + 4);
            }
            else if (rest.StartsWith("<![CDATA["u8))
            {
                position = IndexBehind(utf8, "]]>"u8, position);
            }
            else if (rest.StartsWith("<?"u8))
            {
                position = IndexBehind(utf8, "?>"u8, position);
            }
            else if (rest.StartsWith("</"u8))
            {
                if (position == offset)
                    break;
                depth = Math.Max(0, depth - 1);
                position = IndexBehind(utf8, ">"u8, position);
            }
            else
            {
                var isAtOffset = position == offset;
                if (depth > XmlPayloadReader.MaxDepth || (isAtOffset && member is not null))
                    break;

                var nameLength = XmlText.NameLength(rest[1..]);
                if (nameLength == 0)
                    break;
                levels[depth].Become(utf8, position + 1, nameLength);
                levels[++depth] = default;
                position = PassAttributes(utf8, position + 1 + nameLength, offset, out attribute, out var isEmpty);
                if (isAtOffset)
                    break;
                if (isEmpty && position <= offset)
                    depth--;
            }

            position = IndexOf(utf8, "<"u8, position);
        }

        return Write(utf8, levels[..depth], attribute, member);
    }

    private static string Write(
        ReadOnlySpan<byte> utf8, ReadOnlySpan<Level> levels, ReadOnlySpan<byte> attribute, string? member)
    {
        var path = new StringBuilder("$");
        foreach (var level in levels.IsEmpty ? levels : levels[1..])
        {
            PathText.AppendMember(path, Local(utf8.Slice(level.NameStart, level.NameLength)));
            if (level.Repeat > 0)
                path.Append('[').Append(level.Repeat).Append(']');
        }

        if (member is not null)
            path.Append('.').Append(member);
        else if (!attribute.IsEmpty)
            PathText.AppendMember(path, Local(attribute));
        return path.ToString();
    }

    // Moves behind the tag; names the attribute that the offset is in.
    private static int PassAttributes(
        ReadOnlySpan<byte> utf8, int position, int offset, out ReadOnlySpan<byte> attribute, out bool isEmpty)
    {
        attribute = default;
        isEmpty = false;
        var name = default(ReadOnlySpan<byte>);
        while (position < utf8.Length && utf8[position] != '>')
        {
            isEmpty = utf8[position] == '/';
            var nameLength = XmlText.IsNameStart(utf8[position]) ? XmlText.NameLength(utf8[position..]) : 0;
            if (nameLength > 0)
            {
                name = utf8.Slice(position, nameLength);
                if (offset >= position && offset < position + nameLength)
                    attribute = name;
                position += nameLength;
            }
            else if (utf8[position] is (byte)'"' or (byte)'\'')
            {
                var end = IndexBehind(utf8, utf8.Slice(position, 1), position + 1);
                if (offset >= position && offset < end)
                    attribute = name;
                position = end;
            }
            else
            {
                position++;
            }
        }

        return Math.Min(position + 1, utf8.Length);
    }

    private static ReadOnlySpan<byte> Local(ReadOnlySpan<byte> name) => name[(name.LastIndexOf((byte)':') + 1)..];

    private static int IndexOf(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> text, int from)
    {
        var index = from <= utf8.Length ? utf8[from..].IndexOf(text) : -1;
        return index < 0 ? utf8.Length : from + index;
    }

    private static int IndexBehind(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> text, int from) =>
        Math.Min(IndexOf(utf8, text, from) + text.Length, utf8.Length);

    private struct Level
    {
        public int NameStart;
        public int NameLength;
        public int Repeat;

        public void Become(ReadOnlySpan<byte> utf8, int nameStart, int nameLength)
        {
            var isSame = nameLength == NameLength
                && utf8.Slice(nameStart, nameLength).SequenceEqual(utf8.Slice(NameStart, NameLength));
            Repeat = isSame ? Repeat + 1 : 0;
            NameStart = nameStart;
            NameLength = nameLength;
        }
    }
}
