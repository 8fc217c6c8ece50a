using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Keeps one worker running per configured destination, through changes of the configuration.</summary>
internal sealed class ForwardingService(
    ILedger ledger, SettingsSource settings, TimeProvider time, ILogger<DestinationWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changed = new SemaphoreSlim(0);
        void OnChanged() => changed.Release();
        async Task WorkAsync(string name)
        {
            await new DestinationWorker(name, ledger, settings, time, log).RunAsync(stoppingToken);
            OnChanged(); // Its destination went away, but may have come back while the worker ended.
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

                await changed.WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(workers.Values);
        }
        finally
        {
            settings.Changed -= OnChanged;
            changed.Dispose();
        }
    }
}
