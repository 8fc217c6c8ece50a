using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.Blackboard;

/// <summary>How the reset of the quota is told; the reference can be read both ways.</summary>
public enum QuotaResetStyle
{
    SecondsLeft,
    EpochSeconds,
}

/// <summary>The calls of one developer group in 24 hours. Settings may change while serving.</summary>
public sealed class BlackboardQuota
{
    private static readonly TimeSpan s_window = TimeSpan.FromHours(24);

    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private DateTimeOffset _windowEnd;
    private int _spent;

    internal BlackboardQuota(TimeProvider clock) => _clock = clock;

    public int Limit { get; set; } = 10_000;

    public QuotaResetStyle ResetStyle { get; set; }

    /// <summary>Leaves so many calls, as if other sites of the group had made the rest.</summary>
    public void Leave(int calls)
    {
        lock (_lock)
        {
            Turn();
            _spent = Limit - calls;
        }
    }

    internal bool TrySpend()
    {
        lock (_lock)
        {
            Turn();
            if (_spent >= Limit)
                return false;

            _spent++;
            return true;
        }
    }

    internal StubAnswer Stamp(StubAnswer answer)
    {
        int left;
        DateTimeOffset end;
        lock (_lock)
            (end, left) = (Turn(), Math.Max(0, Limit - _spent));

        return Stamp(answer, left, end);
    }

    internal StubAnswer Stamp(StubAnswer answer, int left, DateTimeOffset end)
    {
        var reset = ResetStyle == QuotaResetStyle.EpochSeconds
            ? end.ToUnixTimeSeconds()
            : (long)Math.Ceiling((end - _clock.GetUtcNow()).TotalSeconds);
        return answer
            .With("X-Rate-Limit-Limit", Limit.ToString(CultureInfo.InvariantCulture))
            .With("X-Rate-Limit-Remaining", left.ToString(CultureInfo.InvariantCulture))
            .With("X-Rate-Limit-Reset", reset.ToString(CultureInfo.InvariantCulture));
    }

    private DateTimeOffset Turn()
    {
        var now = _clock.GetUtcNow();
        if (now >= _windowEnd)
            (_windowEnd, _spent) = (now + s_window, 0);

        return _windowEnd;
    }
}
