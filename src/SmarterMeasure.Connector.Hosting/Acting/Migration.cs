using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.PostgreSql;
using SmarterMeasure.Connector.Sqlite;

namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>Takes what one store holds over into PostgreSQL, in batches. The source may be worked on meanwhile.</summary>
internal sealed class Migration(SqliteStore source, PostgreSqlImport target, Progress progress)
{
    private const int BatchSize = 500;

    // Bodies may be large, and a batch is in memory as a whole.
    private const long BatchBytes = 16 * 1024 * 1024;

    public async Task<MigrateReport> RunAsync(CancellationToken cancel)
    {
        // A delivery is to find its event there. What is stored from here on may come after its event was passed, and is the
        // next run's.
        long last = 0;
        await foreach (var delivery in source.Deliveries.ListAsync(DeliveryFilter.All, cancel))
            last = delivery.Id;

        var (events, newEvents) = await CopyAsync(
            source.Events.ReadAsync(EventFilter.All, cancel), row => row.Body?.Length ?? 0, target.WriteEventsAsync, cancel);
        var (deliveries, newDeliveries) = await CopyAsync(
            source.Deliveries.ReadAsync(DeliveryFilter.All, cancel).TakeWhile(row => row.Id <= last),
            static _ => 0,
            target.WriteDeliveriesAsync,
            cancel);
        await target.WriteCredentialsAsync(await source.Credentials.ReadAllAsync(cancel), cancel);
        await target.WriteCursorsAsync(await source.Cursors.ReadAllAsync(cancel), cancel);
        await target.WriteErasedAsync(await source.Retention.ReadErasedAsync(cancel), cancel);
        return new MigrateReport(events, newEvents, deliveries, newDeliveries);
    }

    private async Task<(long All, long New)> CopyAsync<T>(
        IAsyncEnumerable<T> rows,
        Func<T, int> sizeOf,
        Func<IReadOnlyList<T>, CancellationToken, Task<int>> write,
        CancellationToken cancel)
    {
        var (all, fresh, bytes) = (0L, 0L, 0L);
        var batch = new List<T>(BatchSize);
        await foreach (var row in rows.WithCancellation(cancel))
        {
            batch.Add(row);
            bytes += sizeOf(row);
            all++;
            progress.Advance();
            if (batch.Count == BatchSize || bytes >= BatchBytes)
                await WriteAsync();
        }

        await WriteAsync();
        return (all, fresh);

        async Task WriteAsync()
        {
            fresh += await write(batch, cancel);
            batch.Clear();
            bytes = 0;
        }
    }
}
