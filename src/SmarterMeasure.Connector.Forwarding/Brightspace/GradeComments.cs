using System.Net;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>
/// The comments of a value: a write replaces both, so what teachers wrote is sent back with it, and our line stands in the
/// private one exactly once.
/// </summary>
internal static class GradeComments
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
        var at = content.IndexOf(begin, StringComparison.Ordinal);
        if (at < 0)
        {
            var text = content.Length == 0 ? ours : $"{content.TrimEnd('\n')}\n{ours}";
            return there with { Content = isHtml ? $"{content}<p>{ours}</p>" : text };
        }

        // Brightspace gives text of ours back as HTML too, with or without a paragraph around it.
        var until = content.AsSpan(at).IndexOfAny(isHtml ? "\r\n<" : "\r\n");
        return there with { Content = content[..at] + ours + (until < 0 ? "" : content[(at + until)..]) };
    }
}
