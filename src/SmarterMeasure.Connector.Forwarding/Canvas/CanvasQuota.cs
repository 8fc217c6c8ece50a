using System.Globalization;
using System.Net.Http.Headers;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// What Canvas says about its rate limit: a bucket of 600 units that refills by 10 a second and from which every call
/// in flight takes 50 in advance. Safe for use from many threads.
/// </summary>
internal sealed class CanvasQuota(TimeProvider clock)
{
    private const double HighWater = 600;
    private const double RefillPerSecond = 10;
    private const double Low = 100;
    private const double Comfortable = 200;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private long _restUntil;

    /// <summary>How long the destination should rest before its next call; null when it need not.</summary>
    public TimeSpan? Rest =>
        new DateTimeOffset(Interlocked.Read(ref _restUntil), TimeSpan.Zero) - clock.GetUtcNow() is { Ticks: > 0 } rest
            ? rest
            : null;

    /// <summary>Notes what is left, so that a low bucket can fill up before Canvas has to refuse.</summary>
    public void Observe(HttpResponseHeaders headers)
    {
        if (Remaining(headers) is not { } remaining || remaining >= Low)
            return;

        var rest = TimeSpan.FromSeconds((Comfortable - remaining) / RefillPerSecond);
        Interlocked.Exchange(ref _restUntil, (clock.GetUtcNow() + rest).UtcTicks);
    }

    /// <summary>How long to wait after a refusal: as Canvas asks, or else until the bucket is full again.</summary>
    public TimeSpan PauseAfter(HttpResponseHeaders? headers)
    {
        var pause = RetryAfter(headers)
            ?? TimeSpan.FromSeconds((HighWater - (Remaining(headers) ?? 0)) / RefillPerSecond);
        var bounded = Math.Clamp(pause.Ticks, ShortestPause.Ticks, LongestPause.Ticks);

        // Only ever longer: a call that comes too early costs as much as one that comes in time.
#pragma warning disable CA5394 // Jitter needs no cryptographic randomness.
        return TimeSpan.FromTicks(bounded + (long)(bounded * 0.2 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
    }

    /// <summary>The wait that an answer asks for; null when it asks for none.</summary>
    public TimeSpan? RetryAfter(HttpResponseHeaders? headers) => headers?.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private static double? Remaining(HttpResponseHeaders? headers) =>
        headers is not null
        && headers.TryGetValues("X-Rate-Limit-Remaining", out var values)
        && double.TryParse(values.FirstOrDefault(), CultureInfo.InvariantCulture, out var remaining)
        && double.IsFinite(remaining)
            ? Math.Clamp(remaining, 0, HighWater)
            : null;
}
