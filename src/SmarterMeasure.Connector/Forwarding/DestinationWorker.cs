using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// Sends the deliveries of one destination, as many at a time as it takes, and together where it can. What waits, waits in the
/// store: no more is held than is being sent.
/// </summary>
internal sealed partial class DestinationWorker(
    string name,
    ILedger ledger,
    SettingsSource settings,
    Refetch refetch,
    DestinationPreflights preflights,
    TimeProvider time,
    ILogger<DestinationWorker> log)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(30);

    private readonly Attempts _attempts = new(ledger, refetch, time);
    private readonly PreflightGate _gate = new(name, settings, preflights, time, log);
    private readonly List<Task> _underway = [];
    private long _restsUntilTicks;

    /// <summary>Works until cancelled, or until the destination is no longer configured.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && settings.Destinations.TryGetValue(name, out var destination))
        {
            try
            {
                await TakeTurnAsync(destination, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // Whatever failed, deliveries wait in the store.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogFailed(failure);
                await Task.Delay(Poll, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(_underway);
    }

    private async Task TakeTurnAsync(IDestination destination, CancellationToken stop)
    {
        _underway.RemoveAll(attempt => attempt.IsCompleted);
        var rest = new DateTimeOffset(Interlocked.Read(ref _restsUntilTicks), TimeSpan.Zero) - time.GetUtcNow();
        if (rest > TimeSpan.Zero)
        {
            // In short steps, so that a reload or a clock that jumps back does not hold the destination up for long. A timer
            // counts whole milliseconds: less than one would be no wait at all.
            await Task.Delay(rest > Poll ? Poll : rest < Tick ? Tick : rest, time, stop);
            return;
        }

        var free = destination.Concurrency - _underway.Count;
        if (free <= 0)
        {
            await Task.WhenAny(_underway);
            return;
        }

        await _gate.RenewAsync(destination, stop);
        var forwarding = settings.Current.Forwarding;
        var size = destination is IBatchDestination batch ? Math.Max(batch.BatchSize, 1) : 1;
        // Of one whose sender was killed nobody knows whether it arrived: its lease ends when it may be looked for.
        var lease = forwarding.AttemptTimeout + LeaseMargin
            + (destination.Repetition == Repetition.ReadsBack ? Settling.UnderWay : TimeSpan.Zero);
        var leased = await ledger.LeaseAsync(name, free * size, lease, stop);
        foreach (var deliveries in leased.Chunk(size))
            _underway.Add(SendAsync(destination, deliveries, forwarding, stop));

        if (leased.Count == 0)
            await WaitAsync(stop);
    }

    // What is under way may be what other deliveries of the same subjects wait for.
    private async Task WaitAsync(CancellationToken stop)
    {
        if (_underway.Count == 0)
        {
            await ledger.WaitForWorkAsync(name, Poll, stop);
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = ledger.WaitForWorkAsync(name, Poll, enough.Token);
        await Task.WhenAny([work, .. _underway]);
        await enough.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAsync(
        IDestination destination, Delivery[] deliveries, ForwardingSettings forwarding, CancellationToken stop)
    {
        await Task.Yield(); // The next ones do not wait for what these do before their first call.
        try
        {
            var outcomes = await _attempts.MakeAsync(
                destination, deliveries, settings.Current.RuleOf(name), _gate.Judge, forwarding.AttemptTimeout, stop);
            await Task.WhenAll(deliveries.Zip(
                outcomes, (delivery, outcome) => SettleAsync(delivery, outcome, destination.Repetition, forwarding)));
        }
#pragma warning disable CA1031 // The leases end, and the deliveries are taken again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure);
        }
    }

    private async Task SettleAsync(
        Delivery delivery, DeliveryOutcome outcome, Repetition repetition, ForwardingSettings forwarding)
    {
        var now = time.GetUtcNow();
        var settlement = Settling.Of(delivery, outcome, repetition, forwarding, now);
        if (outcome.Pauses)
            RestUntil(now + outcome.After.GetValueOrDefault()); // The delivery itself may have to wait longer.

        // What was sent is written down even when the process is stopping.
        if (!await ledger.SettleAsync(delivery, settlement, CancellationToken.None))
            LogLeaseLost(name, delivery.Id);
        else if (settlement.State == DeliveryState.Shadowed)
            LogShadowed(name, delivery.Id);
        else if (settlement.State != DeliveryState.Delivered)
            LogNotDelivered(name, delivery.Id, settlement.State, delivery.Attempt, settlement.Reason);
    }

    private void RestUntil(DateTimeOffset until)
    {
        var known = Interlocked.Read(ref _restsUntilTicks);
        while (until.UtcTicks > known)
        {
            var found = Interlocked.CompareExchange(ref _restsUntilTicks, until.UtcTicks, known);
            if (found == known)
                return;

            known = found;
        }
    }

    private void LogFailed(Exception failure) =>
        LogTurnFailed(name, failure.GetType().FullName, (failure as StoreUnavailableException)?.Message);

    [LoggerMessage(1, LogLevel.Error, "{Destination}: deliveries wait in the store, after {Failure} {Cause}")]
    private partial void LogTurnFailed(string destination, string? failure, string? cause);

    // By their ids: an operation's name tells whose result it is, and of what.
    [LoggerMessage(2, LogLevel.Warning, "{Destination}: delivery {Id} is {State} after attempt {Attempt}: {Reason}")]
    private partial void LogNotDelivered(
        string destination, long id, DeliveryState state, int attempt, string? reason);

    [LoggerMessage(3, LogLevel.Warning, "{Destination}: the lease of delivery {Id} ended before the attempt did")]
    private partial void LogLeaseLost(string destination, long id);

    [LoggerMessage(4, LogLevel.Information, "{Destination}: delivery {Id} went in shadow, nothing was sent")]
    private partial void LogShadowed(string destination, long id);
}
