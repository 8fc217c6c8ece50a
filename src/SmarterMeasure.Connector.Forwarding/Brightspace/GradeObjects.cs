using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>What looking for a grade object came to.</summary>
/// <param name="Object">The one; null when there is none.</param>
/// <param name="Failure">Why there is none.</param>
internal readonly record struct GradeObjectLookup(GradeObject? Object, DeliveryOutcome? Failure);

/// <summary>
/// The grade objects of the course, as they were listed within the last hour. Makes those that are missing if it is asked to: one at
/// a time, and only after a look, so that a name that is there is never made again. Safe for use from many threads.
/// </summary>
#pragma warning disable CA1001 // The semaphore is not disposed: it holds nothing but memory, and a caller may still wait for it.
internal sealed class GradeObjects(BrightspaceSettings settings, IBrightspaceApi api, AnswerReading answers, TimeProvider clock)
#pragma warning restore CA1001
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    // Somebody may be mending what is unfit.
    private static readonly TimeSpan UnfitFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Listing? _listing;

    /// <summary>The one of an entry, as it was listed last; null when it is not there.</summary>
    public GradeObject? Known(GradeEntry entry) => _listing?.Find(entry.Configured);

    /// <summary>Lists them anew.</summary>
    /// <returns>Null when it could be done; else what came of it.</returns>
    public async Task<DeliveryOutcome?> RenewAsync(CancellationToken cancel)
    {
        using var answer = await api.GetGradeObjectsAsync(settings.LeVersion, settings.OrgUnit, cancel);
        if (answers.FailureOf(answer, BrightspaceCalls.GradeObjects) is { } failure)
            return failure;

        _listing = new Listing(answer.Content!, clock.GetTimestamp());
        return null;
    }

    /// <summary>Lists them anew before the next use.</summary>
    public void Forget() => _listing = null;

    /// <summary>The grade object of an entry, fit for it.</summary>
    public async Task<GradeObjectLookup> FindAsync(GradeEntry entry, CancellationToken cancel)
    {
        if (Listed(entry) is { } listed)
            return listed;

        await _turn.WaitAsync(cancel);
        try
        {
            if (Listed(entry) is { } meanwhile)
                return meanwhile;
            if (await RenewAsync(cancel) is { } failure)
                return new(null, failure);

            return Known(entry) is not null || !GradeObjectFitness.IsMade(entry, settings)
                ? Judged(entry, Known(entry))
                : await CreateAsync(entry, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    // From the listing, as long as it is good.
    private GradeObjectLookup? Listed(GradeEntry entry)
    {
        if (_listing is not { } listing)
            return null;

        var found = listing.Find(entry.Configured);
        if (found is null && GradeObjectFitness.IsMade(entry, settings))
            return null;

        var judged = Judged(entry, found);
        return clock.GetElapsedTime(listing.At) < (judged.Object is null ? UnfitFor : GoodFor) ? judged : null;
    }

    private GradeObjectLookup Judged(GradeEntry entry, GradeObject? found)
    {
        var item = GradeObjectFitness.Of(entry, found, settings);
        return item.Verdict == PreflightVerdict.Unfit ? new(null, item.ToOutcome()) : new(found, null);
    }

    private async Task<GradeObjectLookup> CreateAsync(GradeEntry entry, CancellationToken cancel)
    {
        var made = entry.Template();
        using var answer = await api.CreateGradeObjectAsync(settings.LeVersion, settings.OrgUnit, made, cancel);
        if (answers.FailureOf(answer, BrightspaceCalls.Provision) is not { } failure)
        {
            var added = made.ToGradeObject(answer.Content!.Id);
            _listing = _listing?.With(added);
            return new(added, null);
        }

        if (failure.State == DeliveryState.Delivered)
            return new(made.ToGradeObject(0), null); // A trial made none.
        if (failure.State != DeliveryState.Dead)
            return new(null, failure);

        // Another node may have made it after the look.
        if (await RenewAsync(cancel) is { } unread)
            return new(null, unread);

        return Known(entry) is { } found
            ? Judged(entry, found)
            : new(null, GradeObjectFitness.NotMade(entry, failure.Reason!).ToOutcome());
    }

    private sealed class Listing(IReadOnlyList<GradeObject> objects, long at)
    {
        public long At => at;

        public GradeObject? Find(string configured) => objects.FirstOrDefault(one =>
            BrightspaceSettings.IsNumber(configured)
                ? one.Path == configured
                : configured.Equals(one.Name, StringComparison.OrdinalIgnoreCase));

        public Listing With(GradeObject added) => new([.. objects, added], at);
    }
}
