namespace FakeCampus.Brightspace;

/// <summary>The credits of one app, filled again every minute. Settings may change while serving.</summary>
public sealed class BrightspaceCredits
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private DateTimeOffset _windowEnd;
    private int _spent;

    internal BrightspaceCredits(TimeProvider clock) => _clock = clock;

    public int PerMinute { get; set; } = 50_000;

    public int PerCall { get; set; } = 10;

    /// <summary>Spends everything, as another client of the same app would.</summary>
    public void SpendAll()
    {
        lock (_lock)
        {
            Turn();
            _spent = PerMinute;
        }
    }

    /// <summary>Takes the cost of a call; tells what is left and the whole seconds until the next minute.</summary>
    internal bool TrySpend(out int left, out int secondsToReset)
    {
        lock (_lock)
        {
            secondsToReset = (int)Math.Ceiling((Turn() - _clock.GetUtcNow()).TotalSeconds);
            var enough = _spent + PerCall <= PerMinute;
            if (enough)
                _spent += PerCall;

            left = Math.Max(0, PerMinute - _spent);
            return enough;
        }
    }

    private DateTimeOffset Turn()
    {
        var now = _clock.GetUtcNow();
        if (now >= _windowEnd)
            (_windowEnd, _spent) = (now + s_window, 0);

        return _windowEnd;
    }
}
