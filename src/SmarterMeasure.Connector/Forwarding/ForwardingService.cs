using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Keeps one worker running per configured destination, through changes of the configuration.</summary>
internal sealed class ForwardingService(
    ILedger ledger,
    SettingsSource settings,
    Refetch refetch,
    DestinationPreflights preflights,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<DestinationWorker> log) : Worker(lifetime)
{
    protected override async Task WorkAsync(CancellationToken stop)
    {
        var changed = new SemaphoreSlim(0); // Not disposed: a worker's end may signal late, and it holds nothing but memory.
        void OnChanged() => changed.Release();
        Task WorkAsync(string name)
        {
            var work = new DestinationWorker(name, ledger, settings, refetch, preflights, time, log).RunAsync(stop);
            // Its destination went away, but may have come back while the worker ended. Only once the task is complete does
            // the loop below start another.
            _ = work.ContinueWith(_ => OnChanged(), TaskScheduler.Default);
            return work;
        }

        settings.Changed += OnChanged;
        var workers = new Dictionary<string, Task>(StringComparer.OrdinalIgnoreCase);
        try
        {
            while (true)
            {
                foreach (var name in settings.Destinations.Keys)
                {
                    if (!workers.TryGetValue(name, out var worker) || worker.IsCompleted)
                        workers[name] = WorkAsync(name);
                }

                await changed.WaitAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Task.WhenAll(workers.Values);
        }
        finally
        {
            settings.Changed -= OnChanged;
        }
    }
}
