using System.Threading.Channels;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// The one writer: a thread that takes whatever operations have queued up, runs them in one transaction and tells
/// their callers after the commit. Nobody waits for company: a group is what came while the last one was written.
/// Safe for use from many threads.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>How many operations wait before callers wait for a place.</summary>
    private const int QueueLength = 1024;

    /// <summary>More in one commit gains hardly any throughput and costs latency.</summary>
    private const int GroupSize = 256;

    /// <summary>Nor does a longer write: large bodies come in fewer at a time.</summary>
    private const long GroupBytes = 4 << 20;

    private readonly Channel<WriteOperation> _queue = Channel.CreateBounded<WriteOperation>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DatabaseFile _file;
    private readonly ReadyWork _ready;
    private readonly TimeProvider _time;
    private WriteSession? _session;
    private long _commits;

    public GroupCommit(DatabaseFile file, ReadyWork ready, TimeProvider time)
    {
        (_file, _ready, _time) = (file, ready, time);
        new Thread(Run) { IsBackground = true, Name = "SmarterMeasure SQLite writer" }.Start();
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>How many operations wait for the writer to take them.</summary>
    public int Queued => _queue.Reader.Count;

    /// <summary>Has an operation done, and returns after its commit.</summary>
    /// <inheritdoc cref="WriteOperation{T}" path="/param"/>
    public async Task<T> RunAsync<T>(
        Func<WriteSession, T> write, CancellationToken cancel, PooledBody? owned = null, bool mayLeave = false)
    {
        var operation = new WriteOperation<T>(write, owned, mayLeave);
        await using var registration = cancel.UnsafeRegister(
            static (state, token) => ((WriteOperation<T>)state!).Cancel(token), operation);
        try
        {
            await _queue.Writer.WriteAsync(operation, cancel);
        }
        catch (OperationCanceledException)
        {
            operation.Cancel(cancel);
        }
        catch (ChannelClosedException)
        {
            if (operation.TryBegin())
                operation.Fail(new StoreUnavailableException("The store is closed."));
        }

        return await operation.Outcome;
    }

    /// <summary>Changes what is stored: as <see cref="RunAsync"/>, but makes no file where there is none.</summary>
    /// <exception cref="StoreUnavailableException">There is no file, or it cannot be used.</exception>
    public async Task<T> ChangeAsync<T>(Func<WriteSession, T> write, CancellationToken cancel)
    {
        _file.EnsureExists();
        return await RunAsync(write, cancel);
    }

    /// <summary>Finishes what has queued up, then closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private void Run()
    {
        var group = new List<WriteOperation>(GroupSize);
        while (WaitForOperations())
        {
            for (var bytes = 0L;
                group.Count < GroupSize && bytes < GroupBytes && _queue.Reader.TryRead(out var operation);)
            {
                if (!operation.TryBegin())
                    continue;

                group.Add(operation);
                bytes += operation.Bytes;
            }

            if (group.Count > 0)
                Write(group);

            group.Clear();
        }

        _session?.Dispose();
        _ended.SetResult();
    }

    private bool WaitForOperations()
    {
        var waiting = _queue.Reader.WaitToReadAsync();
        return waiting.IsCompletedSuccessfully ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }

    private void Write(List<WriteOperation> group)
    {
        try
        {
            _session ??= new WriteSession(_file, _ready, _time);
            if (!TryWriteTogether(group, _session))
                WriteOneByOne(group, _session);
        }
        catch (Exception failure)
        {
            // A connection whose transaction failed is not trusted any more; the next group opens another.
            _session?.Dispose();
            _session = null;
            foreach (var operation in group)
                operation.Fail(SqliteErrors.AsUnavailable(failure));

            return;
        }

        Interlocked.Increment(ref _commits);
        _ready.Announce();
        foreach (var operation in group)
            operation.Finish();
    }

    /// <summary>Writes a group in one transaction; false, with nothing written, when one of them failed by itself.</summary>
    private static bool TryWriteTogether(IEnumerable<WriteOperation> group, WriteSession session)
    {
        session.Begin();
        try
        {
            foreach (var operation in group)
                operation.Apply(session);
        }
        catch (Exception failure) when (SqliteErrors.IsOfOneOperation(failure))
        {
            session.Rollback();
            return false;
        }

        session.Commit();
        return true;
    }

    /// <summary>
    /// Finds the one that fails. So rare that a savepoint around each operation would be the dearer way: SQLite would keep
    /// a copy of every page that an operation is the first to change.
    /// </summary>
    private static void WriteOneByOne(IEnumerable<WriteOperation> group, WriteSession session)
    {
        foreach (var operation in group)
        {
            session.Begin();
            try
            {
                operation.Apply(session);
            }
            catch (Exception failure) when (SqliteErrors.IsOfOneOperation(failure))
            {
                session.Rollback();
                operation.Reject(failure);
                continue;
            }

            session.Commit();
        }
    }
}
