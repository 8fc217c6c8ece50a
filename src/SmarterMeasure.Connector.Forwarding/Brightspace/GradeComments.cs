using System.Net;
using System.Text.RegularExpressions;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>
/// The comments of a value: a write replaces both, so what teachers wrote is sent back with it, and our line stands in the
/// private one exactly once.
/// </summary>
internal static partial class GradeComments
{
    /// <summary>The public comment, unchanged.</summary>
    public static RichText Public(GradeValue? value) => value?.Comments?.ToRichText() ?? new RichText("", "Text");

    /// <summary>The private comment with our line in the place of an earlier one of the same section.</summary>
    /// <param name="value">What is there; null for nothing.</param>
    /// <param name="mark">How our line begins, up to what changes.</param>
    /// <param name="line">Our line.</param>
    public static RichText Private(GradeValue? value, string mark, string line)
    {
        var there = value?.PrivateComments?.ToRichText() ?? new RichText("", "Text");
        var isHtml = there.Type.Equals("Html", StringComparison.OrdinalIgnoreCase);
        var (ours, begin) = isHtml ? (WebUtility.HtmlEncode(line), WebUtility.HtmlEncode(mark)) : (line, mark);

        var content = there.Content;
        if (Find(content, begin) is var (at, length))
            return there with { Content = content[..at] + ours + content[(at + length)..] };

        var text = content.Length == 0 ? ours : $"{content.TrimEnd('\n')}\n{ours}";
        return there with { Content = isHtml ? $"{content}<p>{ours}</p>" : text };
    }

    // A teacher may quote us, or write on behind our line: ours is only what we write, where a line or an element begins.
    // Brightspace gives text of ours back as HTML too, with or without a paragraph around it.
    private static (int At, int Length)? Find(string content, string begin)
    {
        for (var at = content.IndexOf(begin, StringComparison.Ordinal); at >= 0;
            at = content.IndexOf(begin, at + 1, StringComparison.Ordinal))
        {
            var said = Said().Match(content, at + begin.Length);
            if (said.Success && (at == 0 || content[at - 1] is '\n' or '\r' or '>'))
                return (at, begin.Length + said.Length);
        }

        return null;
    }

    /// <summary>What <see cref="ResultText.Note"/> says behind the mark.</summary>
    [GeneratedRegex(
        @"\G([^,<\r\n]{1,40}, scored [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z|[\w-]+(?=[ ]*(\z|[\r\n<])))",
        RegexOptions.CultureInvariant)]
    private static partial Regex Said();
}
