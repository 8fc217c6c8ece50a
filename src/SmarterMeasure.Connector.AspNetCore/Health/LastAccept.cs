using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.AspNetCore.Health;

/// <summary>Remembers whether the store took the last event. Safe for use from many threads.</summary>
internal sealed class LastAccept
{
    private volatile string? _failure;

    /// <summary>Why the last event could not be stored, free of personal data; null when it was stored.</summary>
    public string? Failure => _failure;

    public void Succeeded() => _failure = null;

    public void Failed(Exception failure) => _failure = failure switch
    {
        StoreUnavailableException => failure.Message,
        OperationCanceledException => "An event was not committed within SmarterMeasure:CommitBudget.",
        _ => failure.GetType().FullName,
    };
}
