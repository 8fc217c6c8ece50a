using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// Reads back what the ledger calls delivered. May be killed at any point: the store keeps how far it came and what it found, and
/// the next run goes on there. Safe for use from many threads; of two runs over the same the later one goes on alone.
/// </summary>
internal sealed class VerifyRun(
    ILedgerOperations ledger, ISharedValues cursors, SettingsSource settings, TimeProvider time)
{
    /// <summary>How many rows are read between two writes of the cursor.</summary>
    public int PageSize { get; init; } = 2_000;

    /// <summary>What a run is to do.</summary>
    /// <param name="Destination">The destination's name in lower case.</param>
    /// <param name="Section">Only this section's results; null for all.</param>
    /// <param name="Repairs">Whether to deliver again what is missing, or stands with another student.</param>
    public sealed record Order(string Destination, string? Section = null, bool Repairs = false)
    {
        /// <summary>The name of its cursor.</summary>
        public string Cursor => VerifyPass.NameOf(Destination, Section?.ToLowerInvariant());

        /// <summary>Whether it is about a section.</summary>
        public bool Concerns(string section) => Section is null || Section.Equals(section, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Goes through all that should stand, or through what an earlier run has left.</summary>
    /// <param name="order">What to do.</param>
    /// <param name="destination">Where.</param>
    /// <param name="watch">Told of each step, and of each wait.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="VerifyInterruptedException">It ended before its time.</exception>
    /// <exception cref="Inbox.StoreUnavailableException">The store failed.</exception>
    public async Task<VerifyReport> RunAsync(
        Order order, IVerifiableDestination destination, VerifyWatch watch, CancellationToken cancel)
    {
        var stored = await cursors.ReadAsync(order.Cursor, cancel);
        var (pass, batches) = (VerifyPass.Begin(order.Destination, order.Section, time.GetUtcNow()), new VerifyBatches());
        if (VerifyPass.Parse(stored) is { IsOver: false } left)
        {
            pass = left;
            watch.Resumed?.Invoke(left.Report);
            await RereadAsync(left, batches, cancel);
            pass = pass with { Report = await RepairEarlierAsync(order, pass.Report, cancel) };
        }

        var calls = new VerifyCalls(destination, settings, time, (reason, wait) => watch.Waits?.Invoke(reason, wait));
        while (!pass.IsOver)
        {
            var (read, lastId) = await ReadPageAsync(order, destination, pass.AfterId, batches, cancel);
            var report = pass.Report;
            foreach (var (section, results) in batches.Take(Math.Max(destination.VerifyBatchSize, 1), isLast: read < PageSize))
            {
                var step = await CompareAsync(order, calls, section, results, cancel);
                report = report.Plus(step);
                watch.Stepped?.Invoke(step);
            }

            var now = time.GetUtcNow();
            pass = new VerifyPass
            {
                Report = read < PageSize ? report with { EndedAt = now } : report,
                AfterId = lastId,
                Waiting = batches.Waiting,
                WrittenAt = now,
            };
            var text = pass.Text();
            if (!await cursors.ReplaceAsync(order.Cursor, stored, text, cancel))
                throw new VerifyInterruptedException(VerifyInterruptedException.TakenOver);
            stored = text;
        }

        return pass.Report;
    }

    /// <summary>How the last run over a destination stands; null when there was none.</summary>
    public async Task<VerifyPass?> LastAsync(string destination, CancellationToken cancel) =>
        VerifyPass.Parse(await cursors.ReadAsync(new Order(destination).Cursor, cancel));

    private async Task<(int Read, long LastId)> ReadPageAsync(
        Order order, IVerifiableDestination destination, long after, VerifyBatches batches, CancellationToken cancel)
    {
        var (read, last) = (0, after);
        var filter = new DeliveryFilter { Destination = order.Destination, AfterId = after, Stands = true };
        await foreach (var row in ledger.ReadAsync(filter, cancel))
        {
            last = row.Id;
            // What was erased, or is too old to be kept, nobody can compare; and of a section that is no longer configured the
            // destination does not know where to look.
            if (row.Result is { } result && order.Concerns(result.Section) && destination.Accepts(result))
                batches.Add(Delivered(row, result));
            if (++read == PageSize)
                break;
        }

        return (read, last);
    }

    // What waited when the run was broken off, unless it is out of date by now.
    private async Task RereadAsync(VerifyPass left, VerifyBatches batches, CancellationToken cancel)
    {
        foreach (var id in left.Waiting)
        {
            await foreach (var row in ledger.ReadAsync(new DeliveryFilter { Id = id, Stands = true }, cancel))
            {
                if (row.Result is { } result)
                    batches.Add(Delivered(row, result));
            }
        }
    }

    private async Task<VerifyStep> CompareAsync(
        Order order, VerifyCalls calls, string section, IReadOnlyList<DeliveredResult> results, CancellationToken cancel)
    {
        var answer = await calls.AskAsync(section, results, cancel);
        var standings = answer.Failure is null ? answer.Standings : [.. results.Select(_ => Standing.Unknown)];
        var differences = new List<VerifyDifference>();
        foreach (var (delivered, standing) in results.Zip(standings).Where(each => each.Second.Kind != StandingKind.Same))
        {
            var difference = new VerifyDifference(
                delivered.DeliveryId, section, standing.Kind, standing.ChangedBy, standing.ChangedAt, IsRedelivered: false);
            differences.Add(order.Repairs ? await RepairAsync(difference, cancel) : difference);
        }

        var fault = answer.Failure is { } failure ? new VerifyFault(section, failure.Reason ?? "unknown") : null;
        return new VerifyStep(results.Count, differences, fault);
    }

    // What a run without repair has found before it was broken off.
    private async Task<VerifyReport> RepairEarlierAsync(Order order, VerifyReport report, CancellationToken cancel)
    {
        if (!order.Repairs)
            return report;

        var differences = new List<VerifyDifference>();
        foreach (var difference in report.Differences)
            differences.Add(difference.IsRedelivered ? difference : await RepairAsync(difference, cancel));
        return report with { Differences = differences, Redelivered = differences.Count(one => one.IsRedelivered) };
    }

    private async Task<VerifyDifference> RepairAsync(VerifyDifference difference, CancellationToken cancel) =>
        difference.IsRepairable && await ledger.RedeliverAsync(difference.Id, cancel)
            ? difference with { IsRedelivered = true }
            : difference;

    private static DeliveredResult Delivered(StoredDelivery row, SectionResult result) => new()
    {
        DeliveryId = row.Id,
        Account = row.Account,
        MappedTo = row.MappedTo,
        RemoteId = row.RemoteId,
        Result = result,
    };
}

/// <summary>Who watches a run. All members are optional.</summary>
internal sealed record VerifyWatch
{
    /// <summary>The run goes on with one that was broken off; what that one had found.</summary>
    public Action<VerifyReport>? Resumed { get; init; }

    /// <summary>A call was made.</summary>
    public Action<VerifyStep>? Stepped { get; init; }

    /// <summary>The destination rests, or could not answer: why, and how long the run waits.</summary>
    public Action<string, TimeSpan>? Waits { get; init; }
}
