using Microsoft.Extensions.Hosting;

namespace SmarterMeasure.Connector;

/// <summary>
/// Works in the background from the moment that the whole application runs: one whose address cannot be bound has touched
/// no event and sent nothing.
/// </summary>
internal abstract class Worker(IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>Works until the application stops.</summary>
    protected abstract Task WorkAsync(CancellationToken stop);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
            await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (!stoppingToken.IsCancellationRequested)
            await WorkAsync(stoppingToken);
    }
}
