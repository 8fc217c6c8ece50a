using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Dispatch;

/// <summary>Runs an event through its handlers, and judges how that went. Writes nothing down.</summary>
internal sealed class Handling(
    IEnumerable<IEventDispatcher> dispatchers,
    DeliveryPlan plan,
    SettingsSource settings,
    IServiceScopeFactory scopes,
    TimeProvider time)
{
    private readonly IEventDispatcher[] _dispatchers = [.. dispatchers];

    /// <summary>Makes one attempt.</summary>
    /// <param name="source">The event.</param>
    /// <param name="isDryRun">Whether to call only the handlers that return pushes.</param>
    /// <param name="stop">Cancelled when the process stops.</param>
    /// <exception cref="OperationCanceledException">The process stops.</exception>
    /// <exception cref="StoreUnavailableException">A store that a handler asked is away.</exception>
    public async Task<HandlingOutcome> AttemptAsync(LeasedEvent source, bool isDryRun, CancellationToken stop)
    {
        if (source.FollowsCompletion)
            return HandlingOutcome.Ended(EventState.Handled, Reasons.AfterCompleted);

        if (source.RepeatsResult)
            return HandlingOutcome.Ended(EventState.Handled, Reasons.ResultHandled);

        try
        {
            await plan.PrepareAsync(source, stop);
            var pushes = await HandleAsync(source, isDryRun, settings.Current.Dispatch.HandlerTimeout, stop);
            return HandlingOutcome.Handled(await plan.ForAsync(source, pushes, stop));
        }
        catch (PayloadException unfit)
        {
            return HandlingOutcome.Ended(EventState.Quarantined, unfit.Message);
        }
        catch (Exception unknown) when (unknown is UnknownDestinationException or UnplacedStudentException)
        {
            return HandlingOutcome.Ended(EventState.Retrying, unknown.Message);
        }
        catch (RetryLaterException away)
        {
            return HandlingOutcome.Postponed(away.Reason, away.After);
        }
        catch (Exception failure) when (
            failure is TimeoutException || (failure is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return HandlingOutcome.Ended(EventState.Retrying, "handler_timeout");
        }
        catch (Exception failure) when (failure is not (StoreUnavailableException or OperationCanceledException))
        {
            return HandlingOutcome.Failed(failure);
        }
    }

    private async Task<List<Push>> HandleAsync(LeasedEvent source, bool isDryRun, TimeSpan timeout, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        var pushes = new List<Push>();
        var handling = RunHandlersAsync(source, isDryRun, pushes, either.Token);
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

    private async Task RunHandlersAsync(LeasedEvent source, bool isDryRun, List<Push> pushes, CancellationToken stop)
    {
        await Task.Yield(); // A handler that blocks must not hold up the worker's loop.
        await using var scope = scopes.CreateAsyncScope();
        var context = new EventContext
        {
            CallbackId = source.CallbackId,
            Event = source.Event,
            UserId = source.UserId,
            ReceivedAt = source.ReceivedAt,
            Attempt = source.Attempt,
            Format = source.Format,
            Body = source.Body,
            Services = scope.ServiceProvider,
            IsDryRun = isDryRun,
        };

        var name = Encoding.UTF8.GetBytes(source.Event);
        var isNamed = Array.Exists(_dispatchers, dispatcher => dispatcher.Handles(name));
        foreach (var dispatcher in _dispatchers)
        {
            if (isNamed ? dispatcher.Handles(name) : dispatcher.HandlesAnyOther)
                await dispatcher.DispatchAsync(name, context, pushes, stop);
        }
    }
}
