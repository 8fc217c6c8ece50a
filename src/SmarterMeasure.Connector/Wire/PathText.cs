using System.Buffers;
using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>Writes member names into error paths. A name could hold personal data, so only plain ones are shown.</summary>
internal static class PathText
{
    private const int LongestName = 64;

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    public static void AppendMember(StringBuilder path, ReadOnlySpan<byte> name)
    {
        path.Append('.');
        if (name.Length is > 0 and <= LongestName && !name.ContainsAnyExcept(Plain))
            path.Append(Encoding.ASCII.GetString(name));
        else
            path.Append('?');
    }
}
