using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// Sends the deliveries of one destination, one after another: the rate limits of the targets are per credential, and
/// one request at a time is what they ask for.
/// </summary>
internal sealed partial class DestinationWorker(
    string name, ILedger ledger, SettingsSource settings, TimeProvider time, ILogger<DestinationWorker> log)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(30);

    private DateTimeOffset _restsUntil;

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
                return;
            }
#pragma warning disable CA1031 // Whatever failed, deliveries wait in the store.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogTurnFailed(name, failure.GetType().FullName, (failure as StoreUnavailableException)?.Message);
                await Task.Delay(Poll, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TakeTurnAsync(IDestination destination, CancellationToken stop)
    {
        var rest = _restsUntil - time.GetUtcNow();
        if (rest > TimeSpan.Zero)
        {
            // In short steps, so that a reload or a clock that jumps back does not hold the destination up for long.
            await Task.Delay(rest < Poll ? rest : Poll, time, stop);
            return;
        }

        var forwarding = settings.Current.Forwarding;
        var leased = await ledger.LeaseAsync(name, 1, forwarding.AttemptTimeout + LeaseMargin, stop);
        foreach (var delivery in leased)
            await SendAsync(destination, delivery, forwarding, stop);
        if (leased.Count == 0)
            await ledger.WaitForWorkAsync(name, Poll, stop);
    }

    private async Task SendAsync(
        IDestination destination, Delivery delivery, ForwardingSettings forwarding, CancellationToken stop)
    {
        var outcome = await AttemptAsync(destination, delivery, forwarding.AttemptTimeout, stop);
        var settlement = Settle(delivery, outcome, forwarding);
        if (outcome.Pauses)
            _restsUntil = settlement.DueAt;

        // What was sent is written down even when the process is stopping.
        if (!await ledger.SettleAsync(delivery, settlement, CancellationToken.None))
            LogLeaseLost(name, delivery.Operation);
        else if (settlement.State != DeliveryState.Delivered)
            LogNotDelivered(name, delivery.Operation, settlement.State, delivery.Attempt, settlement.Reason);
    }

    private async Task<DeliveryOutcome> AttemptAsync(
        IDestination destination, Delivery delivery, TimeSpan timeout, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        try
        {
            // Goes on even when a destination ignores its token; what such a one still does is its own affair.
            return await destination.DeliverAsync(delivery, either.Token).WaitAsync(timeout + Grace, time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return DeliveryOutcome.Pause("stopped", TimeSpan.Zero);
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException)
        {
            return DeliveryOutcome.Retry("timeout");
        }
#pragma warning disable CA1031 // Whatever a destination throws, the delivery must be kept; its message may be personal.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return DeliveryOutcome.Retry($"unexpected: {failure.GetType().FullName}");
        }
    }

    private Settlement Settle(Delivery delivery, DeliveryOutcome outcome, ForwardingSettings forwarding)
    {
        var now = time.GetUtcNow();
        switch (outcome.State)
        {
            case DeliveryState.Unmatched:
                return new Settlement(outcome.State, outcome.Reason, now + forwarding.UnmatchedRecheck, IsFailure: false);

            case DeliveryState.Retrying when outcome.Pauses:
                return new Settlement(outcome.State, outcome.Reason, now + outcome.After.GetValueOrDefault(), IsFailure: false);

            case DeliveryState.Retrying when delivery.Failures + 1 >= forwarding.MaxAttempts:
                return new Settlement(DeliveryState.Dead, outcome.Reason, now, IsFailure: true);

            case DeliveryState.Retrying:
#pragma warning disable CA5394 // Jitter needs no cryptographic randomness.
                var delay = RetrySchedule.Delay(forwarding.Retry, delivery.Failures + 1, Random.Shared.NextDouble());
#pragma warning restore CA5394
                var wait = outcome.After > delay ? outcome.After.Value : delay;
                return new Settlement(outcome.State, outcome.Reason, now + wait, IsFailure: true);

            default:
                return new Settlement(outcome.State, outcome.Reason, now, outcome.State == DeliveryState.Dead);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Destination}: deliveries wait in the store, after {Failure} {Cause}")]
    private partial void LogTurnFailed(string destination, string? failure, string? cause);

    [LoggerMessage(2, LogLevel.Warning, "{Destination}: {Operation} is {State} after attempt {Attempt}: {Reason}")]
    private partial void LogNotDelivered(
        string destination, string operation, DeliveryState state, int attempt, string? reason);

    [LoggerMessage(3, LogLevel.Warning, "{Destination}: the lease of {Operation} ended before the attempt did")]
    private partial void LogLeaseLost(string destination, string operation);
}
