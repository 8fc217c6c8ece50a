using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FakeCampus.Serving;

/// <summary>
/// The request target as it came over the wire. Segments are split first and percent-decoded after, strictly: an
/// escaped slash stays inside its id, a plus sign is a plus sign, broken escapes and broken UTF-8 are refused.
/// </summary>
internal sealed record RawTarget(IReadOnlyList<string> Segments, string Query, bool HasEscapedSlash)
{
    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The same target without a format's ending, such as ".json", on its last segment.</summary>
    public RawTarget WithoutEnding(string ending) => Segments[^1].EndsWith(ending, StringComparison.Ordinal)
        ? this with { Segments = [.. Segments.SkipLast(1), Segments[^1][..^ending.Length]] }
        : this;

    public static bool TryParse(string raw, [NotNullWhen(true)] out RawTarget? target)
    {
        target = null;
        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? raw : raw[..mark];
        if (!path.StartsWith('/'))
            return false;

        List<string> segments = [];
        foreach (var segment in path[1..].Split('/'))
        {
            if (!TryDecode(segment, out var decoded))
                return false;

            segments.Add(decoded);
        }

        target = new RawTarget(
            segments,
            mark < 0 ? "" : raw[mark..],
            path.Contains("%2f", StringComparison.OrdinalIgnoreCase));
        return true;
    }

    private static bool TryDecode(string segment, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        var bytes = new List<byte>(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                if (segment[i] > '~')
                    return false;

                bytes.Add((byte)segment[i]);
                continue;
            }

            if (i + 2 >= segment.Length || !char.IsAsciiHexDigit(segment[i + 1]) || !char.IsAsciiHexDigit(segment[i + 2]))
                return false;

            bytes.Add(Convert.ToByte(segment.Substring(i + 1, 2), 16));
            i += 2;
        }

        try
        {
            decoded = s_strictUtf8.GetString([.. bytes]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
