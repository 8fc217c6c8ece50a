using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Api.Reconciling;

/// <summary>
/// Asks the API every <c>Reconcile:Every</c>, and once at the start, for what the webhooks failed to bring. Idle where no API
/// is configured.
/// </summary>
internal sealed partial class ReconcileWorker(
    Reconciliation reconciliation,
    SettingsSource settings,
    IMeterFactory meters,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<ReconcileWorker> log) : Worker(lifetime)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private readonly Counter<long> _recovered = meters.Create("SmarterMeasure.Connector").CreateCounter<long>(
        "smartermeasure.reconcile.recovered", "{result}", "Results that no webhook had told and the API did.");

    /// <summary>Makes one of an application's parts.</summary>
    public static ReconcileWorker Over(IServiceProvider services) => new(
        Reconciliation.Over(services),
        services.GetRequiredService<SettingsSource>(),
        services.GetRequiredService<IMeterFactory>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IHostApplicationLifetime>(),
        services.GetRequiredService<ILogger<ReconcileWorker>>());

    protected override async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // In short steps, so that a reload counts soon and a clock that is set does no harm.
            var (wait, begun) = (await RunAsync(stop), time.GetTimestamp());
            while (!stop.IsCancellationRequested && time.GetElapsedTime(begun) is var passed && passed < wait(settings.Current))
            {
                var left = wait(settings.Current) - passed;
                await Task.Delay(left < Soon ? left : Soon, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Reconciles once, and says how long to wait.</summary>
    private async Task<Func<ConnectorSettings, TimeSpan>> RunAsync(CancellationToken stop)
    {
        if (settings.Current.Api is null)
            return static current => current.Api is null ? TimeSpan.MaxValue : TimeSpan.Zero;

        var recovered = 0L;
        try
        {
            await reconciliation.RunAsync(
                step =>
                {
                    recovered += step.Recovered;
                    _recovered.Add(step.Recovered);
                },
                stop);
            return static current => current.Reconcile.Every;
        }
        catch (SmarterMeasureApiException failure)
        {
            LogApiFailed(Enrichment.ApiReasons.Of(failure));
        }
        catch (RetryLaterException failure)
        {
            LogApiFailed(failure.Reason);
        }
        catch (StoreUnavailableException failure)
        {
            LogStoreFailed(failure.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next process goes on.
        }
#pragma warning disable CA1031 // Whatever failed, the cursor stands where it stood.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogApiFailed(failure.GetType().FullName ?? "unknown");
        }
        finally
        {
            if (recovered > 0)
                LogRecovered(recovered);
        }

        return static _ => Soon;
    }

    [LoggerMessage(1, LogLevel.Warning,
        "{Recovered} results that the API reports had been told by no webhook; they are handled now. Was the receiver down?")]
    private partial void LogRecovered(long recovered);

    [LoggerMessage(2, LogLevel.Error, "The reconciliation waits for the API: {Reason}. Tried again in a minute")]
    private partial void LogApiFailed(string reason);

    [LoggerMessage(3, LogLevel.Error, "The reconciliation waits for the store: {Reason}. Tried again in a minute")]
    private partial void LogStoreFailed(string reason);
}
