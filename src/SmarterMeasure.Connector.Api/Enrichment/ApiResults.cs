using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Api.Enrichment;

/// <summary>What a delivery takes from what the API says of a user.</summary>
internal static class ApiResults
{
    /// <summary>The newest result of a section; null when the API has none that is complete.</summary>
    public static AssessmentSection? Find(UserResult user, string section) => user.AssessmentResults
        .Where(result => result.IsComplete != false && section.Equals(result.Code, StringComparison.OrdinalIgnoreCase))
        .MaxBy(result => (result.AttemptNumber ?? 0, result.DateTimeCompleted ?? DateTimeOffset.MinValue));

    /// <summary>A told result with the figures of the API in the place of its own.</summary>
    public static SectionResult Renew(SectionResult told, AssessmentSection result) => told with
    {
        ScoredAt = result.DateTimeCompleted ?? told.ScoredAt,
        Readiness = result.Readiness,
        Percent = result.Percent,
        Earned = result.PointsAccumulated,
        Possible = result.PointsPossible,
        Subscales = SubscalesOf(result),
    };

    /// <summary>Points as a percentage, in the vendor's two decimals; null when there are no points to have.</summary>
    public static decimal? PercentOf(decimal? earned, decimal? possible) =>
        earned is { } points && possible is > 0 and { } all
            ? Math.Round(100 * points / all, 2, MidpointRounding.AwayFromZero)
            : null;

    private static SortedDictionary<string, decimal>? SubscalesOf(AssessmentSection result)
    {
        var percents = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var part in result.ExtendedData)
        {
            if (part.Code is { Length: > 0 } code && PercentOf(part.PointsAccumulated, part.PointsPossible) is { } percent)
                percents.TryAdd(code, percent);
        }

        return percents.Count == 0 ? null : percents;
    }
}
