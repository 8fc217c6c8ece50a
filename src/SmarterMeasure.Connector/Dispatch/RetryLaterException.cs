namespace SmarterMeasure.Connector.Dispatch;

/// <summary>
/// What an event needs is away for a while, such as the vendor's API. A handler that throws it has its event tried again
/// later, as often as it takes: such an attempt does not count towards giving up.
/// </summary>
/// <param name="reason">A reason code that <c>events list</c> shows; free of personal data and secrets.</param>
/// <param name="after">The least time until the next attempt; null for one that grows with each.</param>
/// <param name="inner">What went wrong.</param>
public sealed class RetryLaterException(string reason, TimeSpan? after = null, Exception? inner = null)
    : Exception(reason, inner)
{
    /// <summary>The reason code.</summary>
    public string Reason { get; } = reason;

    /// <summary>The least time until the next attempt; null for one that grows with each.</summary>
    public TimeSpan? After { get; } = after;
}
