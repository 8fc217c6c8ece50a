using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Retention;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// How the SQLite store forgets: what may go is found beside the writer, and taken away by it in batches that others
/// hardly wait for.
/// </summary>
internal sealed class SqliteRetention(DatabaseFile file, GroupCommit writer) : IRetention
{
    /// <summary>How many rows one operation of the writer changes: some milliseconds.</summary>
    private const int BatchSize = 100;

    /// <summary>
    /// After how many events in a row that are too young the rest is taken to be so too. Events stand in the order of
    /// their arrival, which only a clock that was set can disturb.
    /// </summary>
    private const int EnoughYoung = 5_000;

    /// <summary>How often to try to scrub the files; each try waits for the lock on its own.</summary>
    private const int Patience = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var (removed, young) = (0, 0);
        var batch = new List<long>(BatchSize);
        await foreach (var (id, isOld, mayGo) in file.ReadPagedAsync(Ages(before), cancel))
        {
            young = isOld ? 0 : young + 1;
            if (young == EnoughYoung)
                break;

            if (mayGo)
                batch.Add(id);

            if (batch.Count == BatchSize)
                await PurgeAsync();
        }

        await PurgeAsync();
        return removed;

        async Task PurgeAsync()
        {
            if (batch.Count > 0)
                removed += await writer.ChangeAsync(session => session.Purging.Purge(batch, before), cancel);

            batch.Clear();
        }
    }

    /// <inheritdoc/>
    public async Task<Erasure> EraseAsync(string userId, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        await writer.ChangeAsync(session => session.Erasing.Remember(userId), cancel);
        var search = new StudentSearch(userId);
        var events = await EraseAsync(search.Events, static (session, ids) => session.Erasing.Events(ids), cancel);
        // By now no event can bring more of them.
        var deliveries = await EraseAsync(
            search.Deliveries, static (session, ids) => session.Erasing.Deliveries(ids), cancel);
        // And no delivery can be mapped.
        await writer.ChangeAsync(session => session.Accounts.Forget(userId), cancel);
        await ScrubAsync(cancel);
        return Sum(events, deliveries);
    }

    /// <summary>The traces of the students who were erased, see <see cref="ErasedStudent"/>, and when. There are few.</summary>
    public Task<List<(string Student, DateTimeOffset ErasedAt)>> ReadErasedAsync(CancellationToken cancel) => file.ReadAsync(
        Schema.PrepareForReading,
        static database =>
        {
            using var statement = new Statement(database, "SELECT student, erased_at FROM erased");
            using var rows = statement.Start();
            var found = new List<(string, DateTimeOffset)>();
            while (rows.Step())
                found.Add((rows.Text(0), rows.Time(1)));
            return found;
        },
        cancel);

    private static PagedQuery<(long Id, bool IsOld, bool MayGo)> Ages(DateTimeOffset before) => new()
    {
        Table = "event",
        Select = $"""
            SELECT id, received_at < ?3, last_received_at < ?3 AND NOT ({Schema.OpenEvents})
            FROM event
            """,
        Where = "true",
        Bind = run => run.Bind(before.ToUnixTimeMilliseconds()),
        Read = static row => (row.Integer(0), row.Integer(1) == 1, row.Integer(2) == 1),
    };

    private async Task<Erasure> EraseAsync(
        PagedQuery<long?> search, Func<WriteSession, IReadOnlyList<long>, Erasure> erase, CancellationToken cancel)
    {
        var sum = new Erasure(0, 0);
        var batch = new List<long>(BatchSize);
        await foreach (var id in file.ReadPagedAsync(search, cancel))
        {
            if (id is { } found)
                batch.Add(found);

            if (batch.Count == BatchSize)
                await EraseAsync();
        }

        await EraseAsync();
        return sum;

        async Task EraseAsync()
        {
            if (batch.Count > 0)
                sum = Sum(sum, await writer.ChangeAsync(session => erase(session, batch), cancel));

            batch.Clear();
        }
    }

    /// <summary>Removes what the files still hold of the student where nothing refers to it any more.</summary>
    private async Task ScrubAsync(CancellationToken cancel)
    {
        for (var turn = 1; !await Task.Run(() => Scrubbing.TryScrub(file), cancel); turn++)
        {
            if (turn == Patience)
            {
                throw new StoreUnavailableException(
                    "The student was erased, but a long read by another program keeps the old pages in the database's log. Erase again to finish.");
            }

            await Task.Delay(Pause, cancel); // Waits for the system's locks, so in the system's time.
        }
    }

    private static Erasure Sum(Erasure one, Erasure other) =>
        new(one.Events + other.Events, one.Deliveries + other.Deliveries);
}
