using System.Collections.Concurrent;

namespace FakeCampus.Canvas;

/// <summary>How a throttled request is answered. Neither way carries Retry-After.</summary>
public enum ThrottleStyle
{
    /// <summary>429, as hosted instances answer since late 2025.</summary>
    TooManyRequests,

    /// <summary>403 with the text "403 Forbidden (Rate Limit Exceeded)", as before.</summary>
    ForbiddenText,
}

/// <summary>
/// Canvas' leaky bucket, one per token. A request reserves an up-front cost while it is in flight, so that many at once
/// are throttled although each is cheap; the reservation is given back for the true cost when it ends.
/// Settings may change while serving.
/// </summary>
public sealed class RequestThrottle
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;

    internal RequestThrottle(TimeProvider clock) => _clock = clock;

    public ThrottleStyle Style { get; set; }

    public double Maximum { get; set; } = 800;

    public double HighWater { get; set; } = 600;

    public double LeakPerSecond { get; set; } = 10;

    public double UpFrontCost { get; set; } = 50;

    /// <summary>What every request costs; Canvas counts seconds of CPU and database.</summary>
    public double RequestCost { get; set; } = 0.25;

    /// <summary>The least time that a throttled client is expected to stay away.</summary>
    public TimeSpan MinimumBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>As <see cref="Serving.StubServer.UnderWay"/>, for each token.</summary>
    public int UnderWay { get; set; }

    /// <summary>Fills a token's bucket to the brim, as if another client had used the token up.</summary>
    public void Fill(string token)
    {
        var bucket = Of(token);
        lock (bucket)
            bucket.Add(double.MaxValue, this);
    }

    internal Bucket Of(string token) => _buckets.GetOrAdd(token, _ => new Bucket(_clock));

    internal CanvasAnswer Refusal() => (Style == ThrottleStyle.TooManyRequests
            ? CanvasAnswer.Text(429, "text/plain; charset=utf-8", "429 Too Many Requests (Rate Limit Exceeded)\n")
            : CanvasAnswer.Text(403, "text/plain; charset=utf-8", "403 Forbidden (Rate Limit Exceeded)\n"))
        .With("X-Rate-Limit-Remaining", "0.0");

    /// <summary>The level of one token; guard with a lock on itself.</summary>
    internal sealed class Bucket(TimeProvider clock)
    {
        private long _touched = clock.GetTimestamp();
        private long _refusedAt;
        private TimeSpan _backoff;
        private int _underWay;
        private readonly HashSet<string> _refusedTargets = [];

        public double Level { get; private set; }

        public int InFlight { get; private set; }

        public bool Enter(RequestThrottle throttle)
        {
            InFlight++;
            Add(throttle.UpFrontCost, throttle);
            return Level < throttle.HighWater;
        }

        public double Leave(RequestThrottle throttle, double cost)
        {
            InFlight--;
            Add(cost - throttle.UpFrontCost, throttle);
            return throttle.HighWater - Level;
        }

        public void Add(double amount, RequestThrottle throttle)
        {
            var now = clock.GetTimestamp();
            var leaked = clock.GetElapsedTime(_touched, now).TotalSeconds * throttle.LeakPerSecond;
            Level = Math.Clamp(Math.Max(0, Level - leaked) + amount, 0, throttle.Maximum);
            _touched = now;
        }

        /// <summary>From now on the client knows that it has to stay away.</summary>
        public void Refused(RequestThrottle throttle, string target)
        {
            var settled = Level - InFlight * throttle.UpFrontCost;
            var wait = TimeSpan.FromSeconds(
                Math.Max(0, (settled + throttle.UpFrontCost - throttle.HighWater) / throttle.LeakPerSecond));
            _backoff = wait > throttle.MinimumBackoff ? wait : throttle.MinimumBackoff;
            _refusedAt = clock.GetTimestamp();
            _refusedTargets.Add(target);
        }

        /// <summary>Whether a client that was refused comes too early, and whether with the very same request.</summary>
        public (bool TooEarly, bool SameRequest) Judge(RequestThrottle throttle, string target)
        {
            if (_refusedTargets.Count == 0)
                return default;

            if (clock.GetElapsedTime(_refusedAt) < _backoff)
                return (++_underWay > throttle.UnderWay, _refusedTargets.Contains(target));

            _refusedTargets.Clear();
            _underWay = 0;
            return default;
        }
    }
}
