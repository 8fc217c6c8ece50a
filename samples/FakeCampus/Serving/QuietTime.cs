using System.Globalization;

namespace FakeCampus.Serving;

/// <summary>The time that a throttled client was told to stay away. Safe for use from many threads.</summary>
internal sealed class QuietTime(TimeProvider clock)
{
    // Larger numbers are a moment in epoch seconds, smaller ones a distance.
    private const long SmallestEpoch = 1_000_000_000;

    private long _until;
    private int _underWay;

    /// <summary>Whether a request that comes now should not have been sent.</summary>
    /// <param name="allowed">How many may still come because they were under way when the client was told.</param>
    public bool IsBroken(int allowed) => !IsOver && Interlocked.Increment(ref _underWay) > allowed;

    private bool IsOver
    {
        get
        {
            var until = Volatile.Read(ref _until);
            return until == 0 || clock.GetUtcNow().UtcTicks >= until;
        }
    }

    /// <summary>Begins, or lasts longer, if the answer is throttled and says until when.</summary>
    public void Hear(StubAnswer answer)
    {
        if (answer.Status is not (429 or 503) || Named(answer) is not { } moment)
            return;

        if (IsOver)
            Volatile.Write(ref _underWay, 0);

        var until = moment.UtcTicks;
        var before = Volatile.Read(ref _until);
        while (before < until)
        {
            var seen = Interlocked.CompareExchange(ref _until, until, before);
            if (seen == before)
                return;

            before = seen;
        }
    }

    private DateTimeOffset? Named(StubAnswer answer)
    {
        var named = answer.Header("Retry-After") ?? answer.Header("X-Rate-Limit-Reset");
        if (long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number < SmallestEpoch
                ? clock.GetUtcNow().AddSeconds(number)
                : DateTimeOffset.FromUnixTimeSeconds(number);

        return DateTimeOffset.TryParse(named, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;
    }
}
