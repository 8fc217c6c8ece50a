using System.Threading.Channels;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// The one who accepts: takes whatever events have queued up, stores them in one transaction and tells their callers
/// after the commit. Nobody waits for company: a group is what came while the last one was written. Safe for use from
/// many threads.
/// </summary>
internal sealed class AcceptQueue : IAsyncDisposable
{
    /// <summary>How many events wait before callers wait for a place.</summary>
    private const int QueueLength = 1024;

    /// <summary>More in one commit gains hardly any throughput and costs latency.</summary>
    private const int GroupSize = 256;

    /// <summary>How many bytes of bodies one commit takes before it takes no further one.</summary>
    private const int GroupBytes = 8 * 1024 * 1024;

    private readonly Channel<PendingAccept> _queue = Channel.CreateBounded<PendingAccept>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true });

    private readonly Database _database;
    private readonly Task _accepting;
    private long _commits;

    public AcceptQueue(Database database)
    {
        _database = database;
        _accepting = Task.Run(RunAsync);
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>How many events wait for the writer to take them.</summary>
    public int Queued => _queue.Reader.Count;

    /// <inheritdoc cref="IInbox.AcceptAsync"/>
    public async Task<Acceptance> AcceptAsync(ReceivedEvent received, CancellationToken cancel)
    {
        var pending = new PendingAccept(received);
        await using var registration = cancel.UnsafeRegister(
            static (state, token) => ((PendingAccept)state!).Cancel(token), pending);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancel);
        }
        catch (OperationCanceledException)
        {
            pending.Cancel(cancel);
        }
        catch (ChannelClosedException)
        {
            if (pending.TryBegin())
                pending.Fail(new StoreUnavailableException("The store is closed."));
        }

        return await pending.Outcome;
    }

    /// <summary>Finishes what has queued up.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _accepting;
    }

    private async Task RunAsync()
    {
        var group = new List<PendingAccept>(GroupSize);
        while (await _queue.Reader.WaitToReadAsync())
        {
            var bytes = 0L;
            while (group.Count < GroupSize && bytes < GroupBytes && _queue.Reader.TryRead(out var pending))
            {
                if (!pending.TryBegin())
                    continue;

                group.Add(pending);
                bytes += pending.Received.Body.Length;
            }

            if (group.Count > 0)
                await StoreAsync(group);

            group.Clear();
        }
    }

    private async Task StoreAsync(List<PendingAccept> group)
    {
        Acceptance[]? outcomes;
        try
        {
            // Without a token: each caller leaves by itself, and the commands have their time-outs.
            outcomes = await _database.AcceptAsync(session => TryStoreAsync(session, group), CancellationToken.None);
        }
        catch (Exception failure)
        {
            foreach (var pending in group)
                pending.Fail(PostgreSqlErrors.AsUnavailable(failure));

            return;
        }

        if (outcomes is not null)
        {
            Interlocked.Increment(ref _commits);
            for (var i = 0; i < outcomes.Length; i++)
                group[i].Finish(outcomes[i]);
        }
        else if (group.Count == 1)
        {
            group[0].Fail(new StoreUnavailableException("The event holds something that the database cannot store."));
        }
        else
        {
            // One of them is at fault: the others shall not suffer for it.
            foreach (var pending in group)
                await StoreAsync([pending]);
        }
    }

    private static async Task<Acceptance[]?> TryStoreAsync(Session session, List<PendingAccept> group)
    {
        try
        {
            return await new Arrivals(session).StoreAsync(group.ConvertAll(pending => pending.Received));
        }
        catch (Exception failure) when (PostgreSqlErrors.IsOfOneEvent(failure))
        {
            return null;
        }
    }
}
