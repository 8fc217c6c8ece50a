using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Reconciling;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Api.Reconciling;

/// <summary>
/// Goes through what the API reports and feeds what no webhook told. May be killed at any point: the store keeps how far it
/// came, and what was fed twice is stored once. Nodes that share a store share the work. Safe for use from many threads.
/// </summary>
internal sealed class Reconciliation(
    SmarterMeasureApi api,
    IReportedResults reported,
    ISharedValues cursors,
    Feeding feeding,
    SettingsSource settings,
    TimeProvider time)
{
    private const string Background = "reconcile";

    /// <summary>How long after a result its webhook may be on its way: the vendor repeats one that failed after 15 minutes.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(20);

    /// <summary>Makes one of an application's parts.</summary>
    public static Reconciliation Over(IServiceProvider services)
    {
        var (settings, time) = (services.GetRequiredService<SettingsSource>(), services.GetRequiredService<TimeProvider>());
        var api = services.GetService<SmarterMeasureApi>() ?? new SmarterMeasureApi(settings, time);
        var feeding = new Feeding(
            api, settings, services.GetRequiredService<IInbox>(), services.GetRequiredService<EventCatalogue>(), time);
        return new Reconciliation(
            api, services.GetRequiredService<IReportedResults>(), services.GetRequiredService<ISharedValues>(), feeding,
            settings, time);
    }

    /// <summary>
    /// Goes on where the last one in the background ended, with an overlap; the first begins with that alone. Leaves out what
    /// its webhook may still bring, and what is older than the store remembers.
    /// </summary>
    /// <param name="progress">Told after each page.</param>
    /// <param name="cancel">Ends it between two pages.</param>
    /// <exception cref="SmarterMeasureApiException">The API failed; the next run goes on from there.</exception>
    /// <exception cref="StoreUnavailableException">So did the store.</exception>
    public Task<ReconcileReport> RunAsync(Action<ReconcileStep> progress, CancellationToken cancel) =>
        RunAsync(Background, since: null, progress, cancel);

    /// <summary>Goes through everything that changed since a time, or on with what an earlier such run had left.</summary>
    /// <param name="since">The time.</param>
    /// <param name="progress">Told after each page.</param>
    /// <param name="cancel">Ends it between two pages.</param>
    /// <inheritdoc cref="RunAsync(Action{ReconcileStep}, CancellationToken)" path="/exception"/>
    public Task<ReconcileReport> RunAsync(DateTimeOffset since, Action<ReconcileStep> progress, CancellationToken cancel) =>
        RunAsync($"{Background} --since {since:O}", since, progress, cancel);

    /// <summary>Gives what a run since a time would feed, and changes nothing. The caller owns the bodies.</summary>
    /// <inheritdoc cref="RunAsync(Action{ReconcileStep}, CancellationToken)" path="/exception"/>
    public async IAsyncEnumerable<ReceivedEvent> ForeseeAsync(
        DateTimeOffset since,
        Action<ReconcileStep> progress,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        var pass = new ReconcilePass { Since = since, From = since, To = time.GetUtcNow() };
        while (!pass.IsOver)
        {
            var page = await ReadAsync(pass, cancel);
            foreach (var one in await MissingAsync(page.Events, cancel))
                yield return await feeding.PrepareAsync(one, cancel);

            progress(new ReconcileStep(page.Users, page.Then.Total, Recovered: 0));
            pass = page.Then;
        }
    }

    private async Task<ReconcileReport> RunAsync(
        string cursor, DateTimeOffset? since, Action<ReconcileStep> progress, CancellationToken cancel)
    {
        var (report, begun) = (ReconcileReport.Empty, time.GetUtcNow());
        for (var isFirst = true; ; isFirst = false)
        {
            var stored = await cursors.ReadAsync(cursor, cancel);
            var pass = Next(stored is null ? null : ReconcilePass.Parse(stored), since, begun, isFirst);
            if (pass.IsOver)
                return report;

            var page = await ReadAsync(pass, cancel);
            var recovered = await feeding.FeedAsync(await MissingAsync(page.Events, cancel), cancel);
            report = report.Plus(new ReconcileReport(page.Users, page.Events.Count, recovered));

            // Nothing of a page is of use after it. Left alone, many would gather before anybody needs their memory.
            GC.Collect(1, GCCollectionMode.Forced);

            // If another node has moved it meanwhile, this one goes on from there.
            await cursors.ReplaceAsync(cursor, stored, page.Then.Text(), cancel);
            progress(new ReconcileStep(page.Users, page.Then.Total, recovered));
        }
    }

    /// <summary>What to do next: what is left, then what has changed since, until the present is reached.</summary>
    private ReconcilePass Next(ReconcilePass? stored, DateTimeOffset? since, DateTimeOffset begun, bool isFirst)
    {
        if (stored is null)
            return First(since);

        if (!stored.IsOver)
            return stored;

        // An operator who asks for the same time again wants it gone through again.
        if (isFirst && since is not null)
            return First(since);

        // A clock that was ahead has ended a pass in what was the future: as far back is uncertain.
        var ahead = isFirst && stored.To > begun ? stored.To - begun : TimeSpan.Zero;
        if (ahead == TimeSpan.Zero && stored.To >= EndAt(begun, since))
            return stored;

        var end = EndAt(time.GetUtcNow(), since);
        return stored with
        {
            From = (ahead > TimeSpan.Zero ? begun - ahead : stored.To) - settings.Current.Reconcile.Overlap,
            To = end,
            Next = 1,
            Total = null,
        };
    }

    private static DateTimeOffset EndAt(DateTimeOffset now, DateTimeOffset? since) => since is null ? now - UnderWay : now;

    private ReconcilePass First(DateTimeOffset? since)
    {
        var now = time.GetUtcNow();
        return new ReconcilePass
        {
            Since = since, From = since ?? now - settings.Current.Reconcile.Overlap, To = EndAt(now, since),
        };
    }

    private async Task<Page> ReadAsync(ReconcilePass pass, CancellationToken cancel)
    {
        var (start, count) = (pass.Next!.Value, api.Settings.PageSize);
        var query = new ExpandedResultsQuery { Updated = new TimeRange(pass.From, pass.To) };
        var page = await api.Client.ReadExpandedResultsAsync(query, start, count, cancel);

        // Users who are updated meanwhile leave the window, and those behind them move up: as far back must be read again.
        var gone = (int)Math.Clamp(pass.Total - page.Total ?? 0, 0, start - 1);
        if (page.Items.Count == 0 && gone == 0 && start <= page.Total)
            throw SmarterMeasureApiException.Unreadable(HttpStatusCode.OK); // There is more, and it was not given.

        // A full page is not believed to be the last: the total may be too low.
        var isLast = page.Items.Count == 0 || (page.Items.Count < count && start + page.Items.Count > (page.Total ?? long.MaxValue));
        int? next = gone > 0 ? start - gone : isLast ? null : start + page.Items.Count;
        var events = gone > 0 ? [] : page.Items.SelectMany(ReportedEvent.Of).Where(one => IsRemembered(one, pass)).ToList();
        return new Page(gone > 0 ? 0 : page.Items.Count, events, pass with { Next = next, Total = page.Total });
    }

    // What came so long ago that its event is gone would be handled once more.
    private bool IsRemembered(ReportedEvent one, ReconcilePass pass) =>
        pass.Since is not null || one.Result.CompletedAt >= time.GetUtcNow() - settings.Current.Retention;

    private async Task<List<ReportedEvent>> MissingAsync(List<ReportedEvent> events, CancellationToken cancel)
    {
        var missing = (await reported.FindMissingAsync(events.ConvertAll(one => one.Result), cancel))
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return events.FindAll(one => missing.Contains(one.Result));
    }

    /// <summary>A page of the API's report.</summary>
    /// <param name="Users">How many records it has.</param>
    /// <param name="Events">The results of these users.</param>
    /// <param name="Then">Where the pass stands after it.</param>
    private sealed record Page(int Users, List<ReportedEvent> Events, ReconcilePass Then);
}

/// <summary>A page that was gone through.</summary>
/// <param name="Users">How many records it had.</param>
/// <param name="Total">How many the window has, as far as the API says so.</param>
/// <param name="Recovered">How many results of it nobody had told.</param>
internal sealed record ReconcileStep(int Users, long? Total, int Recovered);
