using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.AspNetCore.Health;

/// <summary>Remembers whether the store took the last event. Safe for use from many threads.</summary>
internal sealed class LastAccept(TimeProvider time)
{
    /// <summary>
    /// How long a failure counts while no other event comes: a node that gets no events because it is taken for ill
    /// could never show that it is well again.
    /// </summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private volatile Fault? _last;

    /// <summary>Why the last event could not be stored, free of personal data; null when it was, or when that is long ago.</summary>
    public string? Failure => _last is { } last && time.GetElapsedTime(last.At) < Memory ? last.Reason : null;

    public void Succeeded() => _last = null;

    public void Failed(Exception failure) => _last = new Fault(time.GetTimestamp(), failure switch
    {
        StoreUnavailableException => failure.Message,
        OperationCanceledException => "An event was not committed within SmarterMeasure:CommitBudget.",
        _ => failure.GetType().FullName!,
    });

    private sealed record Fault(long At, string Reason);
}
