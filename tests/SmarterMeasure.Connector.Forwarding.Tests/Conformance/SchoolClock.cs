namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>
/// A time that stands still until it is set, and knows who waits for it. It goes on in one step: whoever is woken finds the new
/// time, and not one on the way to it, so that what follows does not depend on how fast the threads are.
/// </summary>
public sealed class SchoolClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<Waiting> _waiting = [];
    private DateTimeOffset _now = start;
    private TaskCompletionSource _changed = New();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Ends at the next change of who waits.</summary>
    public Task Changed
    {
        get { lock (_lock) return _changed.Task; }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    /// <summary>How many wait who asked to be woken so soon.</summary>
    public int CountWaiting(TimeSpan atMost)
    {
        lock (_lock)
            return _waiting.Count(one => one.Asked <= atMost);
    }

    /// <summary>When the first is woken of those who wait and asked for more time.</summary>
    public DateTimeOffset FirstOver(TimeSpan time)
    {
        lock (_lock)
            return _waiting.Where(one => one.Asked > time).Min(one => one.Due);
    }

    /// <summary>Sets the time, and wakes everybody whose time has come.</summary>
    public void GoTo(DateTimeOffset time)
    {
        List<Waiting> due;
        lock (_lock)
        {
            _now = time;
            due = [.. _waiting.Where(one => one.Due <= time).OrderBy(one => one.Due)];
            _waiting.ExceptWith(due);
            Change();
        }

        due.ForEach(static one => one.Wake());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
            throw new NotSupportedException("Nothing here is woken again and again.");

        var timer = new Waiting(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Arm(Waiting one, TimeSpan time)
    {
        lock (_lock)
        {
            _waiting.Remove(one);
            if (time != Timeout.InfiniteTimeSpan)
            {
                (one.Asked, one.Due) = (time, _now + time);
                _waiting.Add(one);
            }

            Change();
        }
    }

    private bool Leave(Waiting one)
    {
        lock (_lock)
            return _waiting.Remove(one);
    }

    private void Change()
    {
        var changed = _changed;
        _changed = New();
        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Waiting(SchoolClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Asked { get; set; }

        public DateTimeOffset Due { get; set; }

        public void Wake() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Arm(this, dueTime);
            if (dueTime == TimeSpan.Zero)
                ThreadPool.UnsafeQueueUserWorkItem(static one => one.Expire(), this, preferLocal: false);
            return true;
        }

        public void Dispose() => clock.Arm(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Expire()
        {
            if (clock.Leave(this))
                Wake();
        }
    }
}
