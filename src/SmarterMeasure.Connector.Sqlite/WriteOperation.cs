using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>A write that waits for its turn at the writer.</summary>
internal abstract class WriteOperation
{
    private const int Queued = 0;
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private int _stage = Queued;

    /// <summary>How many bytes the operation writes, as far as they count.</summary>
    public abstract long Bytes { get; }

    /// <summary>Claims the operation for the writer; false when it was withdrawn meanwhile.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _stage, Begun, Queued) == Queued;

    /// <summary>Does the write, inside a transaction. What it throws fails this operation alone.</summary>
    public abstract void Apply(WriteSession session);

    /// <summary>Says that <see cref="Apply"/> failed; the caller learns it when the group is through.</summary>
    public abstract void Reject(Exception failure);

    /// <summary>Tells the caller, after the commit.</summary>
    public abstract void Finish();

    /// <summary>Tells the caller that nothing was committed.</summary>
    public abstract void Fail(Exception failure);

    protected bool TryWithdraw() => Interlocked.CompareExchange(ref _stage, Withdrawn, Queued) == Queued;
}

/// <summary>A write with a result.</summary>
/// <param name="write">What to do on the writer's thread.</param>
/// <param name="owned">The body to dispose once the operation is over, however it ends.</param>
/// <param name="mayLeave">
/// Whether a caller may leave while the write is under way. One that would lose what it asked for, such as a lease,
/// waits for the little that is left.
/// </param>
internal sealed class WriteOperation<T>(Func<WriteSession, T> write, PooledBody? owned, bool mayLeave)
    : WriteOperation
{
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _failure;

    public Task<T> Outcome => _outcome.Task;

    public override long Bytes => owned?.Length ?? 0;

    public override void Apply(WriteSession session) => _result = write(session);

    public override void Reject(Exception failure) => _failure = failure;

    public override void Finish()
    {
        if (_failure is not null)
        {
            Fail(_failure);
            return;
        }

        owned?.Dispose();
        _outcome.TrySetResult(_result);
    }

    public override void Fail(Exception failure)
    {
        owned?.Dispose();
        _outcome.TrySetException(failure);
    }

    /// <summary>Withdraws the operation if the writer has not begun it; else ends the wait where that is allowed.</summary>
    public void Cancel(CancellationToken cancel)
    {
        if (TryWithdraw())
        {
            owned?.Dispose();
            _outcome.TrySetCanceled(cancel);
        }
        else if (mayLeave)
        {
            _outcome.TrySetCanceled(cancel);
        }
    }
}
