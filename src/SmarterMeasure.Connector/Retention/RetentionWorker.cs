using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Retention;

/// <summary>Removes what is older than <c>Retention:Days</c>, at the start and every hour.</summary>
internal sealed partial class RetentionWorker(
    IRetention retention, SettingsSource settings, TimeProvider time, ILogger<RetentionWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var removed = await retention.PurgeAsync(time.GetUtcNow() - settings.Current.Retention, stoppingToken);
                if (removed > 0)
                    LogPurged(removed);
            }
            catch (StoreUnavailableException failure)
            {
                LogFailed(failure.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} events were removed, whose retention has ended")]
    private partial void LogPurged(int count);

    [LoggerMessage(2, LogLevel.Error, "Events whose retention has ended are still stored: {Reason}. Tried again in an hour")]
    private partial void LogFailed(string reason);
}
