using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Dispatch;

/// <summary>Runs one leased event through its handlers and writes down what came of it.</summary>
internal sealed partial class EventProcessor(
    IInbox inbox,
    IEnumerable<IEventDispatcher> dispatchers,
    DeliveryPlan plan,
    SettingsSource settings,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<EventProcessor> log)
{
    /// <summary>How much longer than the handlers' time the lease lasts, for parsing and for the store.</summary>
    public static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(30);

    private readonly IEventDispatcher[] _dispatchers = [.. dispatchers];

    /// <summary>Makes one attempt. Throws only what the store throws.</summary>
    public async Task ProcessAsync(LeasedEvent leased, CancellationToken stop)
    {
        var dispatch = settings.Current.Dispatch;
        if (leased.Attempt - leased.Excused > dispatch.MaxAttempts)
        {
            // Every counted attempt ended without a word: the handler took the process down with it.
            await EndAsync(leased, EventState.Dead, "attempts_exhausted", default, stop);
            return;
        }

        if (leased.FollowsCompletion)
        {
            await EndAsync(leased, EventState.Handled, "after_completed", default, stop);
            return;
        }

        if (leased.RepeatsResult)
        {
            await EndAsync(leased, EventState.Handled, Reasons.ResultHandled, default, stop);
            return;
        }

        try
        {
            await plan.PrepareAsync(leased, stop);
            var deliveries = await plan.ForAsync(leased, await HandleAsync(leased, dispatch.HandlerTimeout, stop), stop);
            if (!await inbox.CompleteAsync(leased, deliveries, stop))
                LogLeaseLost(leased.Event, leased.CallbackId);
        }
        catch (PayloadException unfit)
        {
            await EndAsync(leased, EventState.Quarantined, unfit.Message, default, stop);
        }
        catch (Exception unknown) when (unknown is UnknownDestinationException or UnplacedStudentException)
        {
            await FailAsync(leased, dispatch, unknown.Message, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await inbox.GiveBackAsync(leased, Reasons.Stopped, time.GetUtcNow(), CancellationToken.None);
        }
        catch (RetryLaterException away)
        {
            await PostponeAsync(leased, dispatch, away, stop);
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            await FailAsync(leased, dispatch, "handler_timeout", stop);
        }
        catch (Exception failure) when (failure is not StoreUnavailableException)
        {
            // A message of the user's code may quote a student's data, so only type and place are written down.
            LogHandlerFailed(leased.Event, leased.CallbackId, leased.Attempt, failure.GetType().FullName, failure.StackTrace);
            await FailAsync(leased, dispatch, $"handler_failed: {failure.GetType().FullName}", stop);
        }
    }

    private async Task<List<Push>> HandleAsync(LeasedEvent leased, TimeSpan timeout, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        var pushes = new List<Push>();
        var handling = RunHandlersAsync(leased, pushes, either.Token);
        try
        {
            // Frees the lane even when a handler ignores its token; what such a handler still does is its own affair.
            await handling.WaitAsync(timeout + TimeSpan.FromSeconds(5), time, stop);
        }
        catch (Exception) when (!handling.IsCompleted)
        {
            _ = handling.ContinueWith(static late => _ = late.Exception, TaskScheduler.Default);
            throw;
        }

        return pushes;
    }

    private async Task RunHandlersAsync(LeasedEvent leased, List<Push> pushes, CancellationToken stop)
    {
        await Task.Yield(); // A handler that blocks must not hold up the worker's loop.
        await using var scope = scopes.CreateAsyncScope();
        var context = new EventContext
        {
            CallbackId = leased.CallbackId,
            Event = leased.Event,
            UserId = leased.UserId,
            ReceivedAt = leased.ReceivedAt,
            Attempt = leased.Attempt,
            Format = leased.Format,
            Body = leased.Body,
            Services = scope.ServiceProvider,
        };

        var name = Encoding.UTF8.GetBytes(leased.Event);
        var isNamed = Array.Exists(_dispatchers, dispatcher => dispatcher.Handles(name));
        foreach (var dispatcher in _dispatchers)
        {
            if (isNamed ? dispatcher.Handles(name) : dispatcher.HandlesAnyOther)
                await dispatcher.DispatchAsync(name, context, pushes, stop);
        }
    }

    private async Task PostponeAsync(
        LeasedEvent leased, DispatchSettings dispatch, RetryLaterException away, CancellationToken stop)
    {
        var delay = Delay(dispatch, leased.Excused + 1);
        var dueAt = time.GetUtcNow() + (away.After > delay ? away.After.Value : delay);
        if (await inbox.GiveBackAsync(leased, away.Reason, dueAt, stop))
            LogPostponed(leased.Event, leased.CallbackId, away.Reason);
        else
            LogLeaseLost(leased.Event, leased.CallbackId);
    }

    private Task FailAsync(LeasedEvent leased, DispatchSettings dispatch, string reason, CancellationToken stop)
    {
        var attempts = leased.Attempt - leased.Excused;
        if (attempts >= dispatch.MaxAttempts)
            return EndAsync(leased, EventState.Dead, reason, default, stop);

        return EndAsync(leased, EventState.Retrying, reason, time.GetUtcNow() + Delay(dispatch, attempts), stop);
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
