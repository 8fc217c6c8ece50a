using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>
/// The tests that the college has registered, read once. A test that is configured by its code or title is found among them,
/// and the scores that each takes are known from them. Safe for use from many threads.
/// </summary>
internal sealed class EthosAssessments(IEthosApi api, EthosAnswers answers, string mediaType)
{
    private volatile IReadOnlyList<EthosAssessment>? _known;

    /// <summary>The configured test; or why there is none.</summary>
    public async Task<(EthosAssessment? Assessment, DeliveryOutcome? Failure)> FindAsync(
        string configured, CancellationToken cancel)
    {
        var isGuid = EthosSettings.IsGuid(configured);
        if (_known is not { } known)
        {
            var pages = new EthosPages<EthosAssessment>(answers, EthosCalls.Assessments);
            var (all, failure) = await pages.ReadAsync(
                (offset, limit) => api.GetAssessmentsAsync(offset, limit, mediaType, cancel));

            // A key that may not read the tests can still write scores of those that are configured by their GUIDs.
            if (failure is not null)
                return isGuid && failure.State == DeliveryState.Dead ? (Unread(configured), null) : (null, failure);

            _known = known = all;
        }

        if (isGuid)
        {
            return (known.FirstOrDefault(each => configured.Equals(each.Id, StringComparison.OrdinalIgnoreCase))
                ?? Unread(configured), null);
        }

        var named = known.Where(each => Is(each.Code)).ToList();
        if (named.Count == 0)
            named = [.. known.Where(each => Is(each.Title))];
        if (named is [var only])
            return (only, null);

        // The college may register the test meanwhile.
        _known = null;
        return (null, DeliveryOutcome.Dead(named.Count == 0 ? "ethos_unknown_assessment" : "ethos_several_assessments"));

        bool Is(string? text) => configured.Equals(text?.Trim(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The score on the steps that a test takes: whole numbers, where it does not say; null for one outside of its range.
    /// </summary>
    public static decimal? ScoreOf(decimal percent, EthosAssessment assessment)
    {
        var range = assessment.ValidScores?.Range;
        if (percent < range?.Minimum || percent > range?.Maximum)
            return null;

        var (least, step) = (range?.Minimum ?? 0, range?.Increment is > 0 and var increment ? increment : 1);
        var score = least + Math.Round((percent - least) / step, MidpointRounding.AwayFromZero) * step;
        return ResultText.Shortest(score > range?.Maximum ? score - step : score);
    }

    private static EthosAssessment Unread(string id) => new() { Id = id };
}
