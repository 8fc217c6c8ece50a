using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>What looking for a column came to.</summary>
/// <param name="Column">The one; null when there is none.</param>
/// <param name="Failure">Why there is none.</param>
internal readonly record struct ColumnLookup(BlackboardColumn? Column, DeliveryOutcome? Failure);

/// <summary>
/// The columns of the course, as they were listed within the last hour: one call for all sections, because the day's calls are few.
/// Makes those that are missing if it is asked to. Safe for use from many threads.
/// </summary>
#pragma warning disable CA1001 // The semaphore is not disposed: it holds nothing but memory, and a caller may still wait for it.
internal sealed class ColumnCatalog(BlackboardSettings settings, IBlackboardApi api, BlackboardAnswers answers, TimeProvider clock)
#pragma warning restore CA1001
{
    private const decimal PointsWhenMade = 100;
    private const int PageSize = 200;
    private const int MaxPages = 10;

    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    // Somebody may be mending what is unfit.
    private static readonly TimeSpan UnfitFor = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Listing? _listing;

    /// <summary>Whether a column is made when it is missing.</summary>
    public bool IsMade(string configured) =>
        settings.Provision && configured.StartsWith(BlackboardPath.ExternalId, StringComparison.Ordinal);

    /// <summary>A column as it was listed last; null when it is not there.</summary>
    public BlackboardColumn? Known(string configured) => _listing?.Find(configured);

    /// <summary>Lists them anew.</summary>
    /// <returns>Null when it could be done; else what came of it.</returns>
    public async Task<DeliveryOutcome?> RenewAsync(CancellationToken cancel)
    {
        var columns = new List<BlackboardColumn>();
        for (var page = 0; page < MaxPages; page++)
        {
            using var answer = await api.GetColumnsAsync(settings.Course, page == 0 ? null : page * PageSize, cancel);
            if (answers.FailureOf(answer, BlackboardCalls.Columns) is { } failure)
                return failure;

            columns.AddRange(answer.Content!.Results ?? []);
            if (answer.Content.Paging?.NextPage is not { Length: > 0 })
                break;
        }

        _listing = new Listing(columns, clock.GetTimestamp());
        return null;
    }

    /// <summary>Takes over what an answer says that a column is worth by now.</summary>
    public BlackboardColumn Renew(BlackboardColumn column, decimal possible)
    {
        var renewed = column with { Score = new ColumnPoints(possible) };
        _listing = _listing?.With(renewed);
        return renewed;
    }

    /// <summary>The column of a section, fit for it.</summary>
    public async Task<ColumnLookup> FindAsync(string section, CancellationToken cancel)
    {
        var configured = settings.Columns[section];
        if (Listed(section, configured) is { } listed)
            return listed;

        await _turn.WaitAsync(cancel);
        try
        {
            if (Listed(section, configured) is { } meanwhile)
                return meanwhile;
            if (await RenewAsync(cancel) is { } failure)
                return new(null, failure);

            return Known(configured) is not null || !IsMade(configured)
                ? Judged(section, configured, Known(configured))
                : await CreateAsync(section, configured, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    // From the listing, as long as it is good.
    private ColumnLookup? Listed(string section, string configured)
    {
        if (_listing is not { } listing)
            return null;

        var found = listing.Find(configured);
        if (found is null && IsMade(configured))
            return null;

        var judged = Judged(section, configured, found);
        return clock.GetElapsedTime(listing.At) < (judged.Column is null ? UnfitFor : GoodFor) ? judged : null;
    }

    private static ColumnLookup Judged(string section, string configured, BlackboardColumn? found)
    {
        var item = ColumnFitness.Of(section, configured, found, isMade: false);
        return item.Verdict == PreflightVerdict.Unfit ? new(null, item.ToOutcome()) : new(found, null);
    }

    // The external id is ours, so a column that is there already is the same one.
    private async Task<ColumnLookup> CreateAsync(string section, string configured, CancellationToken cancel)
    {
        var made = new NewColumn(
            configured[BlackboardPath.ExternalId.Length..], $"SmarterMeasure {section}", new ColumnScore(PointsWhenMade),
            new ColumnAvailability("No"), IncludeInCalculations: false, new ColumnGrading("Manual"));
        using var answer = await api.CreateColumnAsync(settings.Course, made, cancel);
        if (answers.FailureOf(answer, BlackboardCalls.Provision) is not { } failure)
        {
            var added = answer.Content! with { Score = answer.Content.Score ?? new ColumnPoints(PointsWhenMade) };
            _listing = _listing?.With(added);
            return new(added, null);
        }

        if (failure.State == DeliveryState.Delivered)
            return new(new BlackboardColumn { Id = "", Score = new ColumnPoints(PointsWhenMade) }, null); // A trial made none.
        if (failure.State != DeliveryState.Dead)
            return new(null, failure);

        // Which refusal means that the external id is taken is not documented.
        if (await RenewAsync(cancel) is { } unread)
            return new(null, unread);

        return Known(configured) is { } found
            ? Judged(section, configured, found)
            : new(null, ColumnFitness.NotMade(section, configured, failure.Reason!).ToOutcome());
    }

    private sealed class Listing(IReadOnlyList<BlackboardColumn> columns, long at)
    {
        public long At => at;

        public BlackboardColumn? Find(string configured) => columns.FirstOrDefault(
            configured.StartsWith(BlackboardPath.ExternalId, StringComparison.Ordinal)
                ? column => column.ExternalId == configured[BlackboardPath.ExternalId.Length..]
                : column => column.Id == configured);

        public Listing With(BlackboardColumn column) => new([.. columns.Where(one => one.Id != column.Id), column], at);
    }
}
