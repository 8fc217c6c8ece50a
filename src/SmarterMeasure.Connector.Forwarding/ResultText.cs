using System.Globalization;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>How results are written where a person or a form reads them. The same result is always the same text.</summary>
internal static class ResultText
{
    /// <summary>One line for instructors, such as <c>LifeFactors 63% – fail (2013-06-12)</c>.</summary>
    public static string Line(SectionResult result)
    {
        var text = result.IsCompletion ? "SmarterMeasure complete" : result.Section;
        if (result.Percent is { } percent)
            text += $" {Number(percent)}%";
        if (!string.IsNullOrWhiteSpace(result.Readiness))
            text += $" – {result.Readiness}";
        if (result.ScoredAt is not null)
            text += $" ({Date(result)})";
        return text;
    }

    /// <summary>What the scores mean, for a private note: <c>SmarterMeasure LifeFactors: fail, scored 2013-06-12T03:33:00Z</c>.</summary>
    public static string Note(SectionResult result)
    {
        var said = result.IsCompletion ? "complete" : string.IsNullOrWhiteSpace(result.Readiness) ? "scored" : result.Readiness;
        var text = result.IsCompletion ? $"SmarterMeasure: {said}" : $"SmarterMeasure {result.Section}: {said}";
        return result.ScoredAt is null ? text : $"{text}, scored {Time(result)}";
    }

    /// <summary>A number without needless zeros.</summary>
    public static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The same number without trailing zeros, for a body that has to come out the same each time.</summary>
    public static decimal Shortest(decimal number) => number / 1.0000000000000000000000000000m;

    /// <summary>The day of scoring in UTC, ISO 8601; null when it is not known.</summary>
    public static string? Date(SectionResult result) =>
        result.ScoredAt?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The time of scoring in UTC, ISO 8601; null when it is not known.</summary>
    public static string? Time(SectionResult result) =>
        result.ScoredAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
