using System.Net.Http.Headers;

namespace SmarterMeasure.Connector.Forwarding.Flow;

/// <summary>
/// How fast one destination may be called now. Follows what its answers say: rests before a quota is used up, halves the
/// concurrency when it is refused, and raises it again by one with every round of successes. Safe for use from many threads.
/// </summary>
internal sealed class FlowControl(FlowRules rules, TimeProvider clock)
{
    /// <summary>The longest time for which an answer can ask to be left alone.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);

    private const double BucketHighWater = 600;
    private const double BucketRefillPerSecond = 10;
    private const double BucketLow = 100;
    private const double BucketComfortable = 200;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private double _concurrency = rules.Concurrency;
    private DateTimeOffset _restsUntil;
    private DateTimeOffset _halvedUntil;

    /// <summary>How many deliveries may be under way at a time.</summary>
    public int Concurrency
    {
        get { lock (_lock) return (int)_concurrency; }
    }

    /// <summary>How long to leave the destination alone; null when it may be called.</summary>
    public TimeSpan? Rest
    {
        get { lock (_lock) return _restsUntil - clock.GetUtcNow() is { Ticks: > 0 } rest ? rest : null; }
    }

    /// <summary>Leaves the destination alone for a while.</summary>
    public void Pause(TimeSpan time)
    {
        lock (_lock)
            RestUntil(clock.GetUtcNow() + time);
    }

    /// <summary>Notes what an answer says is left, so that the destination rests before it has to refuse.</summary>
    public void Observe(HttpResponseHeaders headers)
    {
        var limit = RateLimit.Of(headers, clock);
        if (limit.Remaining is not { } remaining)
            return;

        lock (_lock)
        {
            if (rules.Quota == QuotaKind.Bucket)
            {
                if (remaining < BucketLow)
                    RestUntil(clock.GetUtcNow() + Refill(BucketComfortable - remaining));
            }
            // Those under way at the moment still cost something.
            else if (limit.Reset is { } reset && remaining < (limit.Cost ?? 1) * rules.Concurrency)
                RestUntil(clock.GetUtcNow() + (reset < LongestPause ? reset : LongestPause));
        }
    }

    /// <summary>Slows down after a refusal, and gives how long to wait: as the destination asks, or as its quota needs.</summary>
    public TimeSpan Throttled(HttpResponseHeaders? headers)
    {
        var limit = headers is null ? default : RateLimit.Of(headers, clock);
        var asked = limit.RetryAfter
            ?? limit.Reset
            ?? (rules.Quota == QuotaKind.Bucket
                ? Refill(BucketHighWater - Math.Min(limit.Remaining ?? 0, BucketHighWater))
                : ShortestPause);
        var bounded = Math.Clamp(asked.Ticks, ShortestPause.Ticks, LongestPause.Ticks);

        // Only ever longer: a call that comes too early costs as much as one that comes in time.
#pragma warning disable CA5394 // Jitter needs no cryptographic randomness.
        var pause = TimeSpan.FromTicks(bounded + (long)(Math.Min(bounded, TimeSpan.TicksPerHour) * 0.2 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
        lock (_lock)
        {
            // Of several that were refused together, one halves. Not judged by the rest, which may have begun for another cause.
            var now = clock.GetUtcNow();
            if (now >= _halvedUntil)
                (_concurrency, _halvedUntil) = (Math.Max(1, _concurrency / 2), now + pause);
            RestUntil(now + pause);
            return _restsUntil - now; // An earlier answer may have asked for more.
        }
    }

    /// <summary>How long an answer asks to wait before the same call is tried again.</summary>
    public TimeSpan? RetryAfter(HttpResponseHeaders? headers) =>
        headers is null ? null : RateLimit.Of(headers, clock).RetryAfter;

    /// <summary>Notes a delivery that went through.</summary>
    public void Succeeded()
    {
        lock (_lock)
            _concurrency = Math.Min(rules.Concurrency, _concurrency + 1 / _concurrency);
    }

    private void RestUntil(DateTimeOffset time)
    {
        if (time > _restsUntil)
            _restsUntil = time;
    }

    private static TimeSpan Refill(double units) => TimeSpan.FromSeconds(units / BucketRefillPerSecond);
}
