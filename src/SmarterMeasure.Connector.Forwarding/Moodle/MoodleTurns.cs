namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>
/// Lets one attempt at a time through for each student, and others beside it. Two students may share a turn. Safe for use from many
/// threads.
/// </summary>
#pragma warning disable CA1001 // The semaphores are not disposed: they hold nothing but memory, and a caller may still wait for one.
internal sealed class MoodleTurns
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for a student's turn, which ends with what is given back.</summary>
    public async Task<Turn> TakeAsync(string account, CancellationToken cancel)
    {
        var turn = _turns[(uint)account.GetHashCode(StringComparison.Ordinal) % _turns.Length];
        await turn.WaitAsync(cancel);
        return new Turn(turn);
    }

    /// <summary>A turn that was taken.</summary>
    internal readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        /// <summary>Ends it.</summary>
        public void Dispose() => turn.Release();
    }
}
