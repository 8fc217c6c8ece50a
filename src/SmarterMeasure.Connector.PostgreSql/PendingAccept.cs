using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>An event that waits to be stored, and the caller who waits for that. Owns the event's body.</summary>
internal sealed class PendingAccept(ReceivedEvent received)
{
    private const int Queued = 0;
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource<Acceptance> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stage = Queued;

    public ReceivedEvent Received => received;

    public Task<Acceptance> Outcome => _outcome.Task;

    /// <summary>Claims the event for the writer; false when it was withdrawn meanwhile.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _stage, Begun, Queued) == Queued;

    /// <summary>Tells the caller, after the commit.</summary>
    public void Finish(Acceptance acceptance)
    {
        received.Body.Dispose();
        _outcome.TrySetResult(acceptance);
    }

    /// <summary>Tells the caller that nothing was committed, or that nobody knows.</summary>
    public void Fail(Exception failure)
    {
        received.Body.Dispose();
        _outcome.TrySetException(failure);
    }

    /// <summary>Ends the wait, and withdraws the event if the writer has not begun with it.</summary>
    public void Cancel(CancellationToken cancel)
    {
        if (Interlocked.CompareExchange(ref _stage, Withdrawn, Queued) == Queued)
            received.Body.Dispose();

        _outcome.TrySetCanceled(cancel);
    }
}
