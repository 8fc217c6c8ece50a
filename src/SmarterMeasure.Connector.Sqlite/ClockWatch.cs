namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// Reads the wall clock for a transaction and notices when it was set. Everything that is due was computed from the
/// old time, so it moves along: a lease or a delay lasts as long as it was meant to. A jump while no process ran does
/// not show; leases of events end at the start then, see <see cref="SqliteStore.TakeOverAsync"/>, and only a delay, or the
/// lease of a delivery, may be longer.
/// Belongs to the writer's thread, inside a transaction.
/// </summary>
internal sealed class ClockWatch
{
    /// <summary>Smaller steps are the daily work of a time service, and do no harm.</summary>
    private const long Tolerance = 2_000;

    private readonly TimeProvider _time;
    private readonly Statement _moveEvents;
    private readonly Statement _moveDeliveries;
    private (long Ticks, long Now) _last;
    private (long Ticks, long Now) _before;

    public ClockWatch(WriteSession session, TimeProvider time)
    {
        _time = time;
        _moveEvents = session.Prepare($"UPDATE event SET due_at = due_at + ?1 WHERE {Schema.OpenEvents}");
        _moveDeliveries = session.Prepare("UPDATE delivery SET due_at = due_at + ?1 WHERE due_at IS NOT NULL");
        _last = _before = (time.GetTimestamp(), time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>The time in Unix milliseconds.</summary>
    public long Read()
    {
        var (ticks, now) = (_time.GetTimestamp(), _time.GetUtcNow().ToUnixTimeMilliseconds());
        var jump = now - _last.Now - (long)_time.GetElapsedTime(_last.Ticks, ticks).TotalMilliseconds;
        if (Math.Abs(jump) > Tolerance)
        {
            Move(_moveEvents, jump);
            Move(_moveDeliveries, jump);
        }

        (_before, _last) = (_last, (ticks, now));
        return now;
    }

    /// <summary>Forgets the last reading, since its transaction was taken back: the next one moves again what is due.</summary>
    public void Forget() => _last = _before;

    private static void Move(Statement statement, long jump)
    {
        using var move = statement.Start().Bind(jump);
        move.Step();
    }
}
