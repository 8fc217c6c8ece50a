using System.Globalization;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>Writes line items and results. The same result is the same body, whenever it is written.</summary>
internal sealed class OneRosterResultWriter(OneRosterSettings settings)
{
    /// <summary>A student's result in a section.</summary>
    /// <param name="result">The result.</param>
    /// <param name="student">The student's sourcedId.</param>
    /// <param name="score">The percentage on the scale of the line item.</param>
    public OneRosterResult Result(SectionResult result, string student, decimal score) => new()
    {
        SourcedId = OneRosterIds.Result(student, result.Section),
        DateLastModified = Time(result.ScoredAt!.Value),
        Metadata = result.Subscales is { Count: > 0 } subscales ? new OneRosterMetadata(Shortest(subscales)) : null,
        AssessmentLineItem = ReferenceTo(settings.LineItemOf(result.Section)),
        Student = Reference("rostering", "users", student, "user"),
        Score = score,
        TextScore = result.Readiness,
        ScoreDate = ResultText.Date(result)!,
    };

    /// <summary>A line item of ours; without a parent that of the whole assessment.</summary>
    public OneRosterLineItem LineItem(string sourcedId, string title, string? parent, DateTimeOffset now) => new()
    {
        SourcedId = sourcedId,
        DateLastModified = Time(now),
        Title = title,
        ParentAssessmentLineItem = parent is null ? null : ReferenceTo(parent),
    };

    private OneRosterReference ReferenceTo(string lineItem) =>
        Reference("gradebook", "assessmentLineItems", lineItem, "assessmentLineItem");

    private OneRosterReference Reference(string service, string list, string sourcedId, string type) => new(
        $"{settings.BaseUrl.ToString().TrimEnd('/')}/ims/oneroster/{service}/v1p2/{list}/{Uri.EscapeDataString(sourcedId)}",
        sourcedId, type);

    private static SortedDictionary<string, decimal> Shortest(IReadOnlyDictionary<string, decimal> subscales)
    {
        var shortest = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (code, percent) in subscales)
            shortest[code] = ResultText.Shortest(percent);
        return shortest;
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
