using System.CommandLine.Parsing;
using System.Globalization;

namespace SmarterMeasure.Connector.Hosting.Selection;

/// <summary>Reads times as ISO 8601 writes them; one without a zone is in UTC.</summary>
internal static class IsoTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ssK",
    ];

    /// <summary>For an option that takes one.</summary>
    public static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time.ToUniversalTime();

        result.AddError($"Not a time like 2026-09-01 or 2026-09-01T08:00:00Z: {text}");
        return null;
    }
}
