namespace SmarterMeasure.Connector.Forwarding;

/// <summary>The time that the attempts of one turn have together. Whatever a call does, it ends in an outcome, and in time.</summary>
internal sealed class AttemptLimit : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>What must not be broken off, such as the renewal of a token that counts once, has this long when the process stops.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(20);

    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stop;
    private readonly long _began;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private readonly CancellationTokenSource _abandoned;
    private readonly CancellationTokenRegistration _stopping;

    /// <summary>Begins.</summary>
    /// <param name="limit">How long all of them may take.</param>
    /// <param name="time">The time.</param>
    /// <param name="stop">Ends them early.</param>
    public AttemptLimit(TimeSpan limit, TimeProvider time, CancellationToken stop)
    {
        (_limit, _time, _stop) = (limit, time, stop);
        _began = time.GetTimestamp();
        _timer = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, stop);
        _abandoned = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _stopping = stop.Register(() => _abandoned.CancelAfter(StopGrace));
    }

    /// <summary>Cancelled when the time is over or the process stops.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the process stops.</summary>
    public bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Whether so little is left that another call would hardly have the time it needs.</summary>
    public bool IsHalfOver => _time.GetElapsedTime(_began) > _limit / 2;

    /// <summary>Makes a call that may change something at the destination.</summary>
    /// <param name="call">The call.</param>
    /// <param name="failed">What comes of it when it does not end by itself.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, Func<DeliveryOutcome, T> failed)
    {
        try
        {
            // Goes on even when a destination ignores its token; what such a one still does is its own affair.
            var left = _limit - _time.GetElapsedTime(_began);
            return await call(Token).WaitAsync((left > TimeSpan.Zero ? left : TimeSpan.Zero) + Grace, _time, _abandoned.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return failed(DeliveryOutcome.Pause("stopped", TimeSpan.Zero) with { IsAmbiguous = true });
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException)
        {
            return failed(DeliveryOutcome.Retry("timeout") with { IsAmbiguous = true });
        }
#pragma warning disable CA1031 // Whatever a destination throws, the delivery must be kept; its message may be personal.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failed(DeliveryOutcome.Retry($"unexpected: {failure.GetType().FullName}") with { IsAmbiguous = true });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _abandoned.Dispose();
        _either.Dispose();
        _timer.Dispose();
    }
}
