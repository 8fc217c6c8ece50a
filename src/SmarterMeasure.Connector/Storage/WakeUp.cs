namespace SmarterMeasure.Connector.Storage;

/// <summary>
/// Lets workers sleep until there may be work. A signal that finds nobody waiting is kept for the next who waits, so
/// that none is lost between a worker's look and its sleep. Safe for use from many threads.
/// </summary>
internal sealed class WakeUp(TimeProvider time)
{
    private readonly Lock _gate = new();
    private bool _signalled = true; // What an earlier process left behind is work too.
    private int _waiting;
    private TaskCompletionSource _signal = New();

    /// <summary>Wakes everyone who waits.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            if (_waiting == 0)
            {
                _signalled = true;
                return;
            }

            _waiting = 0;
            _signal.SetResult();
            _signal = New();
        }
    }

    /// <summary>Waits for a signal, or until <paramref name="atMost"/> has passed.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (_signalled)
            {
                _signalled = false;
                return;
            }

            _waiting++;
            signal = _signal;
        }

        await signal.Task.WaitAsync(atMost, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (signal == _signal)
                _waiting--;
            else if (cancel.IsCancellationRequested)
                _signalled = true; // Woken and cancelled at once: the next waiter looks instead.
        }

        cancel.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
