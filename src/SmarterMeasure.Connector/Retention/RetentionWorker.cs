using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Retention;

/// <summary>
/// Removes every hour what is older than <c>Retention:Days</c>. What a wrong clock makes look old would be gone for good,
/// so nothing is removed in the first hour, nor in the hour after the clock was set: by then a time service has done its work.
/// </summary>
internal sealed partial class RetentionWorker(
    IRetention retention,
    SettingsSource settings,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<RetentionWorker> log) : Worker(lifetime)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    protected override async Task WorkAsync(CancellationToken stop)
    {
        while (true)
        {
            var (stamp, wall) = (time.GetTimestamp(), time.GetUtcNow());
            await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return;

            var jump = time.GetUtcNow() - wall - time.GetElapsedTime(stamp);
            if (jump.Duration() > Tolerance)
                LogClockWasSet();
            else
                await PurgeAsync(stop);
        }
    }

    private async Task PurgeAsync(CancellationToken stop)
    {
        try
        {
            var removed = await retention.PurgeAsync(time.GetUtcNow() - settings.Current.Retention, stop);
            if (removed > 0)
                LogPurged(removed);
        }
        catch (StoreUnavailableException failure)
        {
            LogFailed(failure.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next process goes on.
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} events were removed, whose retention has ended")]
    private partial void LogPurged(int count);

    [LoggerMessage(2, LogLevel.Error, "Events whose retention has ended are still stored: {Reason}. Tried again in an hour")]
    private partial void LogFailed(string reason);

    [LoggerMessage(3, LogLevel.Warning, "The clock was set: events whose retention has ended are removed an hour later")]
    private partial void LogClockWasSet();
}
