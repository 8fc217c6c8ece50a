using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Dispatch;

/// <summary>
/// Takes due events from the inbox, as many at a time as configured, and has each processed. The store keeps the lanes:
/// it never hands out two events of one user at the same time.
/// </summary>
internal sealed partial class DispatchWorker(
    IInbox inbox,
    EventProcessor processor,
    SettingsSource settings,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<DispatchWorker> log) : Worker(lifetime)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task WorkAsync(CancellationToken stop)
    {
        var running = new HashSet<Task>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await TakeTurnAsync(running, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // Whatever failed, events wait in the store, and those under way are waited for.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogTurnFailed(failure);
                await Task.Delay(Poll, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running);
    }

    private async Task TakeTurnAsync(HashSet<Task> running, CancellationToken stop)
    {
        running.RemoveWhere(task => task.IsCompleted);
        var dispatch = settings.Current.Dispatch;
        var free = dispatch.Concurrency - running.Count;
        if (free <= 0)
        {
            await Task.WhenAny(running).WaitAsync(stop);
            return;
        }

        var leased = await inbox.LeaseAsync(free, dispatch.HandlerTimeout + EventProcessor.LeaseMargin, stop);
        foreach (var one in leased)
            running.Add(ProcessAsync(one, stop));
        if (leased.Count == 0)
            await inbox.WaitForWorkAsync(Poll, stop);
    }

    private async Task ProcessAsync(LeasedEvent leased, CancellationToken stop)
    {
        try
        {
            await processor.ProcessAsync(leased, stop);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            // The lease runs out and the event comes back: at-least-once.
            LogTurnFailed(failure);
        }
    }

    private void LogTurnFailed(Exception failure) =>
        LogTurnFailed(failure.GetType().FullName, (failure as StoreUnavailableException)?.Message);

    [LoggerMessage(1, LogLevel.Error, "Events wait in the store, after {Failure} {Cause}")]
    private partial void LogTurnFailed(string? failure, string? cause);
}
