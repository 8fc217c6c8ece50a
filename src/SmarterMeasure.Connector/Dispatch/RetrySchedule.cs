using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Dispatch;

/// <summary>
/// Exponential back-off with jitter. Kept here and not in a resilience library because the waiting is done in the
/// store, across restarts, and not in memory.
/// </summary>
internal static class RetrySchedule
{
    /// <summary>The delay after a number of failures.</summary>
    /// <param name="retry">Base and longest delay.</param>
    /// <param name="failures">How many attempts have failed, from 1.</param>
    /// <param name="jitter">From 0 to 1: spreads the delay over half to one and a half of its mean.</param>
    public static TimeSpan Delay(RetrySettings retry, int failures, double jitter)
    {
        var doublings = Math.Min(Math.Max(failures, 1) - 1, 30);
        var mean = Math.Min(retry.BaseDelay.TotalMilliseconds * (1L << doublings), retry.MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Min(mean * (0.5 + jitter), retry.MaxDelay.TotalMilliseconds));
    }
}
