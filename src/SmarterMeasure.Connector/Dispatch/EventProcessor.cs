using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Dispatch;

/// <summary>Has one leased event handled, and writes down what came of it.</summary>
internal sealed partial class EventProcessor(
    IInbox inbox, Handling handling, SettingsSource settings, TimeProvider time, ILogger<EventProcessor> log)
{
    /// <summary>How much longer than the handlers' time the lease lasts, for parsing and for the store.</summary>
    public static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(30);

    /// <summary>Makes one attempt. Throws only what the store throws.</summary>
    public async Task ProcessAsync(LeasedEvent leased, CancellationToken stop)
    {
        if (leased.Attempt - leased.Excused > settings.Current.Dispatch.MaxAttempts)
        {
            // Every counted attempt ended without a word: the handler took the process down with it.
            await EndAsync(leased, EventState.Dead, "attempts_exhausted", default, stop);
            return;
        }

        try
        {
            await WriteDownAsync(leased, await handling.AttemptAsync(leased, isDryRun: false, stop), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await inbox.GiveBackAsync(leased, Reasons.Stopped, time.GetUtcNow(), CancellationToken.None);
        }
        catch (Exception failure) when (failure is not (StoreUnavailableException or OperationCanceledException))
        {
            // What the handlers pushed cannot be stored: it would not be the next time either.
            await WriteDownAsync(leased, HandlingOutcome.Failed(failure), stop);
        }
    }

    private async Task WriteDownAsync(LeasedEvent leased, HandlingOutcome outcome, CancellationToken stop)
    {
        // A message of the user's code may quote a student's data, so only type and place are written down.
        if (outcome.Failure is { } failure)
            LogHandlerFailed(leased.Event, leased.CallbackId, leased.Attempt, failure.GetType().FullName, failure.StackTrace);

        var dispatch = settings.Current.Dispatch;
        var attempts = leased.Attempt - leased.Excused;
        switch (outcome)
        {
            case { Reason: null }:
                if (!await inbox.CompleteAsync(leased, outcome.Deliveries, stop))
                    LogLeaseLost(leased.Event, leased.CallbackId);
                break;
            case { Counts: false }:
                await PostponeAsync(leased, dispatch, outcome, stop);
                break;
            case { State: EventState.Retrying } when attempts >= dispatch.MaxAttempts:
                await EndAsync(leased, EventState.Dead, outcome.Reason, default, stop);
                break;
            default:
                await EndAsync(leased, outcome.State, outcome.Reason, time.GetUtcNow() + Delay(dispatch, attempts), stop);
                break;
        }
    }

    private async Task PostponeAsync(
        LeasedEvent leased, DispatchSettings dispatch, HandlingOutcome outcome, CancellationToken stop)
    {
        var delay = Delay(dispatch, leased.Excused + 1);
        var dueAt = time.GetUtcNow() + (outcome.After > delay ? outcome.After.Value : delay);
        if (await inbox.GiveBackAsync(leased, outcome.Reason!, dueAt, stop))
            LogPostponed(leased.Event, leased.CallbackId, outcome.Reason!);
        else
            LogLeaseLost(leased.Event, leased.CallbackId);
    }

#pragma warning disable CA5394 // Jitter needs no cryptographic randomness.
    private static TimeSpan Delay(DispatchSettings dispatch, int attempts) =>
        RetrySchedule.Delay(dispatch.Retry, attempts, Random.Shared.NextDouble());
#pragma warning restore CA5394

    private async Task EndAsync(
        LeasedEvent leased, EventState state, string reason, DateTimeOffset dueAt, CancellationToken stop)
    {
        if (await inbox.ReleaseAsync(leased, state, reason, dueAt, stop))
            LogEnded(leased.Event, leased.CallbackId, state, leased.Attempt, reason);
        else
            LogLeaseLost(leased.Event, leased.CallbackId);
    }

    [LoggerMessage(1, LogLevel.Warning,
        "{Event} {CallbackId}: a handler failed in attempt {Attempt} with {Failure} (its message may be personal and is left out)\n{Place}")]
    private partial void LogHandlerFailed(string @event, string callbackId, int attempt, string? failure, string? place);

    [LoggerMessage(2, LogLevel.Warning, "{Event} {CallbackId} is {State} after attempt {Attempt}: {Reason}")]
    private partial void LogEnded(string @event, string callbackId, EventState state, int attempt, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Event} {CallbackId} waits, and the attempt does not count: {Reason}")]
    private partial void LogPostponed(string @event, string callbackId, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Event} {CallbackId}: the lease ended before the attempt did; another attempt counts")]
    private partial void LogLeaseLost(string @event, string callbackId);
}
