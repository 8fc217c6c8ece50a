using Microsoft.Extensions.Hosting;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector;

/// <summary>Before anything is served: the configuration has no fault, and the store is open and ours.</summary>
internal sealed class StartupCheck(SettingsSource settings, IInbox inbox) : IHostedLifecycleService
{
    private bool _hasRun;

    /// <summary>Checks once; whoever wants to see a fault before the host does calls it before the start.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (_hasRun)
            return;

        _ = settings.Current;
        await inbox.OpenAsync(cancel);
        await inbox.TakeOverAsync(cancel);
        _hasRun = true;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
