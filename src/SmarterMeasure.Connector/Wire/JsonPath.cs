using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Finds the path of an offset by a second scan from the start, so that the reader need not keep track of it. Needs
/// the text before the offset to be well-formed, as it is where a reader has stopped; never throws.
/// </summary>
internal static class JsonPath
{
    private const int NoName = -1;

    /// <param name="utf8">The whole body.</param>
    /// <param name="offset">The first byte of a value, a name or a closing bracket, or where the text is at fault.</param>
    /// <param name="member">A member of the innermost object around the offset, to be named instead of what is there.</param>
    public static string Find(ReadOnlySpan<byte> utf8, int offset, string? member = null)
    {
        Span<Level> levels = stackalloc Level[JsonPayloadReader.MaxDepth + 1];
        var depth = 0;
        for (var position = 0; position <= offset && position < utf8.Length; position++)
        {
            var inside = depth > 0;
            switch (utf8[position])
            {
                case (byte)'"':
                    var end = EndOfString(utf8, position + 1);
                    if (inside && levels[depth - 1] is { IsArray: false, NameStart: NoName } && end < utf8.Length)
                        (levels[depth - 1].NameStart, levels[depth - 1].NameEnd) = (position + 1, end);
                    position = end;
                    break;
                case (byte)'{' or (byte)'[' when position < offset && depth < levels.Length:
                    levels[depth++] = new Level { IsArray = utf8[position] == '[', NameStart = NoName };
                    break;
                case (byte)'}' or (byte)']' when inside && position < offset:
                    depth--;
                    break;
                case (byte)'}' or (byte)']' when inside:
                    return Write(utf8, levels[..depth], omitLast: true, member);
                case (byte)',' when inside && position < offset:
                    levels[depth - 1].NameStart = NoName;
                    levels[depth - 1].Index++;
                    break;
            }
        }

        return Write(utf8, levels[..depth], omitLast: member is not null, member);
    }

    private static string Write(ReadOnlySpan<byte> utf8, ReadOnlySpan<Level> levels, bool omitLast, string? member)
    {
        var path = new StringBuilder("$");
        foreach (var level in omitLast && !levels.IsEmpty ? levels[..^1] : levels)
        {
            if (level.IsArray)
                path.Append('[').Append(level.Index).Append(']');
            else if (level.NameStart != NoName)
                PathText.AppendMember(path, utf8[level.NameStart..level.NameEnd]);
        }

        return member is null ? path.ToString() : path.Append('.').Append(member).ToString();
    }

    private static int EndOfString(ReadOnlySpan<byte> utf8, int position)
    {
        while (position < utf8.Length && utf8[position] != '"')
            position += utf8[position] == '\\' ? 2 : 1;
        return Math.Min(position, utf8.Length);
    }

    private struct Level
    {
        public bool IsArray;
        public int Index;
        public int NameStart;
        public int NameEnd;
    }
}
