using System.Runtime.CompilerServices;
using SmarterMeasure.Connector.Retention;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>How the store forgets: in transactions of a few hundred rows, between which others have their turn.</summary>
internal sealed class PostgreSqlRetention(Database database) : IRetention
{
    /// <summary>How many rows go in one transaction.</summary>
    private const int BatchSize = 200;

    /// <inheritdoc/>
    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var (removed, after) = (0, (Time: long.MinValue, Id: 0L));
        while (true)
        {
            var page = await database.WriteAsync(
                session => Purging.FindAsync(session, before.ToUnixTimeMilliseconds(), after, BatchSize), cancel);
            if (page.Count > 0)
            {
                long[] ids = [.. page.Select(row => row.Id)];
                removed += await database.WriteAsync(
                    session => Purging.PurgeAsync(session, ids, before.ToUnixTimeMilliseconds()), cancel);
                after = page[^1];
            }

            if (page.Count < BatchSize)
                return removed;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Frees the pages of the tables for new rows, which overwrites them in time. What PostgreSQL keeps beyond that is the
    /// server's to forget: its write-ahead log, archives of that, replicas, and backups, each for as long as it is set up.
    /// </remarks>
    public async Task<Erasure> EraseAsync(string userId, CancellationToken cancel)
    {
        await database.WriteAsync(
            session => Erasing.RememberAsync(session, [ErasedStudent.TraceOf(userId)], [session.Now]), cancel);
        var student = new StudentSearch(userId);
        var (events, deliveries) = (0, 0);
        while (await database.WriteAsync(session => student.FindEventsAsync(session, BatchSize), cancel) is { Length: > 0 } ids)
            Count(await database.WriteAsync(session => Erasing.EventsAsync(session, ids), cancel));

        await foreach (var page in IdsAsync(student.Unread, cancel))
            Count(await database.WriteAsync(session => Erasing.EventsAsync(session, page), cancel));

        await foreach (var page in IdsAsync(student.Deliveries, cancel))
            Count(await database.WriteAsync(session => Erasing.DeliveriesAsync(session, page), cancel));

        // And no delivery can be mapped.
        var accounts = await database.WriteAsync(session => AccountMap.ForgetAsync(session, [userId]), cancel);
        if (events + deliveries + accounts > 0)
            await database.VacuumAsync(cancel);

        return new Erasure(events, deliveries);

        void Count(Erasure more) => (events, deliveries) = (events + more.Events, deliveries + more.Deliveries);
    }

    private async IAsyncEnumerable<long[]> IdsAsync(
        PagedQuery<long?> query, [EnumeratorCancellation] CancellationToken cancel)
    {
        var ids = new List<long>(BatchSize);
        await foreach (var id in database.ReadPagedAsync(query, cancel))
        {
            if (id is null)
                continue;

            ids.Add(id.Value);
            if (ids.Count == BatchSize)
            {
                yield return [.. ids];
                ids.Clear();
            }
        }

        if (ids.Count > 0)
            yield return [.. ids];
    }
}
