using System.Globalization;
using System.Net.Http.Headers;

namespace SmarterMeasure.Connector.Forwarding.Flow;

/// <summary>What one answer says about the target's rate limit; null where it says nothing.</summary>
internal readonly record struct RateLimit(double? Remaining, double? Cost, TimeSpan? Reset, TimeSpan? RetryAfter)
{
    // Blackboard documents its reset as "remaining time in epoch seconds": what is too great for a wait is a time.
    private const double LongestWait = 10_000_000;

    /// <summary>Reads the headers that Canvas, Brightspace and Blackboard share.</summary>
    public static RateLimit Of(HttpResponseHeaders headers, TimeProvider clock) => new(
        Number(headers, "X-Rate-Limit-Remaining"),
        Number(headers, "X-Request-Cost"),
        ResetOf(headers, clock),
        RetryAfterOf(headers, clock));

    private static TimeSpan? ResetOf(HttpResponseHeaders headers, TimeProvider clock)
    {
        if (Number(headers, "X-Rate-Limit-Reset") is not { } seconds)
            return null;

        var wait = seconds < LongestWait ? seconds : seconds - clock.GetUtcNow().ToUnixTimeSeconds();
        return TimeSpan.FromSeconds(Math.Clamp(wait, 0, LongestWait));
    }

    // A page that asks for a year was not meant for us, and nobody could take it back.
    private static TimeSpan? RetryAfterOf(HttpResponseHeaders headers, TimeProvider clock) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta < FlowControl.LongestPause ? delta : FlowControl.LongestPause,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow() < FlowControl.LongestPause
            ? date - clock.GetUtcNow()
            : FlowControl.LongestPause,
        _ => null,
    };

    private static double? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && double.TryParse(values.FirstOrDefault(), CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? Math.Max(number, 0)
            : null;
}
