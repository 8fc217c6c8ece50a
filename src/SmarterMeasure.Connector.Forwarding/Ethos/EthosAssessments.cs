using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>
/// The tests that the college has registered, read once an hour. A test that is configured by its code or title is found among
/// them, and the scores that each takes are known from them. Safe for use from many threads.
/// </summary>
internal sealed class EthosAssessments(IEthosApi api, EthosAnswers answers, EthosSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    private volatile Known? _known;

    /// <summary>The test of a section, or why there is none; read anew where what is known is older than an hour.</summary>
    public async Task<(EthosAssessment? Assessment, DeliveryOutcome? Failure)> FindAsync(string section, CancellationToken cancel)
    {
        if (_known is not { } known || clock.GetElapsedTime(known.At) >= GoodFor)
        {
            (known, var failure) = await ReadAsync(cancel);
            if (known is null)
                return (null, failure);
        }

        if (Judge(section, known) is not { Verdict: PreflightVerdict.Unfit } unfit)
            return (Only(section, known) ?? new EthosAssessment { Id = settings.Assessments[section] }, null);

        // The college may mend it meanwhile.
        _known = null;
        return (null, Blocked(unfit));
    }

    /// <summary>Looks at the tests of all configured sections.</summary>
    public async Task<(IReadOnlyList<PreflightItem> Items, DeliveryOutcome? Failure)> LookAsync(CancellationToken cancel)
    {
        var (known, failure) = await ReadAsync(cancel);
        return known is null ? ([], failure) : ([.. settings.Assessments.Keys.Select(section => Judge(section, known))], null);
    }

    /// <summary>
    /// The score on the steps that a test takes: whole numbers, where it does not say; null for one outside of its range.
    /// </summary>
    public decimal? ScoreOf(decimal percent, EthosAssessment assessment)
    {
        var range = assessment.ValidScores?.Range;
        var least = range?.Minimum ?? 0;
        if (settings.Scale && range?.Maximum is { } most)
            percent = least + percent * (most - least) / 100;
        if (percent < range?.Minimum || percent > range?.Maximum)
            return null;

        var step = range?.Increment is > 0 and var increment ? increment : 1;
        var score = least + Math.Round((percent - least) / step, MidpointRounding.AwayFromZero) * step;
        return ResultText.Shortest(score > range?.Maximum ? score - step : score);
    }

    /// <summary>What becomes of a result that a test's range does not take.</summary>
    public static DeliveryOutcome OutOfRange(string section, EthosAssessment assessment) => Blocked(Narrow(section, assessment));

    private PreflightItem Judge(string section, Known known)
    {
        var configured = settings.Assessments[section];
        if (known.Tests is not { } tests)
        {
            return EthosSettings.IsGuid(configured)
                ? PreflightItem.Notice(
                    section, $"test {configured}", "tests_not_shown",
                    "Let the key's application read aptitude-assessments: without it nobody can tell which scores the test takes.")
                : PreflightItem.Unfit(
                    section, $"test {configured}", "tests_not_shown",
                    "Let the key's application read aptitude-assessments, or name the test by its GUID under Assessments.");
        }

        var found = Find(configured, tests);
        if (found is [var test])
        {
            var range = test.ValidScores?.Range;
            var takesAll = (range?.Minimum ?? 0) <= 0 && (range?.Maximum ?? 100) >= 100;
            return takesAll || (settings.Scale && range is { Maximum: not null } && range.Maximum > (range.Minimum ?? 0))
                ? PreflightItem.Fit(section, $"test {test.Code}, {RangeOf(test)}")
                : Narrow(section, test);
        }

        return found.Count == 0
            ? PreflightItem.Unfit(
                section, $"test {configured}", "unknown_assessment",
                $"Register the test {configured} at the college (Banner STVTESC, Colleague NON.COURSES), or name another one under Assessments.")
            : PreflightItem.Unfit(
                section, $"test {configured}", "several_assessments",
                $"Name the test by its GUID under Assessments: the college has several with the code or title {configured}.");
    }

    private static PreflightItem Narrow(string section, EthosAssessment test) => PreflightItem.Unfit(
        section, $"test {test.Code}", "score_range",
        $"Let the test {test.Code} take scores from 0 to 100 (it takes {RangeOf(test)}), or set Scale to true.");

    private EthosAssessment? Only(string section, Known known) =>
        known.Tests is { } tests ? Find(settings.Assessments[section], tests)[0] : null;

    private static List<EthosAssessment> Find(string configured, IReadOnlyList<EthosAssessment> tests)
    {
        if (EthosSettings.IsGuid(configured))
            return [.. tests.Where(each => Is(each.Id))];

        var coded = tests.Where(each => Is(each.Code)).ToList();
        return coded.Count > 0 ? coded : [.. tests.Where(each => Is(each.Title))];

        bool Is(string? text) => configured.Equals(text?.Trim(), StringComparison.OrdinalIgnoreCase);
    }

    private static string RangeOf(EthosAssessment test) => test.ValidScores?.Range is { } range
        ? $"{Bound(range.Minimum)} to {Bound(range.Maximum)}"
        : "all scores";

    private static string Bound(decimal? bound) => bound is { } number ? ResultText.Number(number) : "any";

    private static DeliveryOutcome Blocked(PreflightItem unfit) =>
        DeliveryOutcome.Blocked($"target_unfit: {unfit.Code}: {unfit.Remedy}");

    // A key that may not read the tests can still write scores of those that are configured by their GUIDs.
    private async Task<(Known? Known, DeliveryOutcome? Failure)> ReadAsync(CancellationToken cancel)
    {
        var pages = new EthosPages<EthosAssessment>(answers, EthosCalls.Assessments);
        var (all, failure) = await pages.ReadAsync(
            (offset, limit) => api.GetAssessmentsAsync(offset, limit, settings.MediaType, cancel));
        if (failure is { State: DeliveryState.Retrying })
            return (null, failure with { IsAmbiguous = false });

        var known = new Known(failure is null ? all : null, clock.GetTimestamp());
        _known = known;
        return (known, null);
    }

    // Tests is null where the key may not read them.
    private sealed record Known(IReadOnlyList<EthosAssessment>? Tests, long At);
}
