using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// Reads whole tables beside the writer, page by page: one long read would keep the write-ahead log from being
/// checkpointed for as long as its reader takes. Safe for use from many threads; each listing has its own connection.
/// </summary>
internal sealed class Listings(DatabaseFile file)
{
    private const int PageSize = 500;

    public IAsyncEnumerable<EventSummary> EventsAsync(CancellationToken cancel) => PagesAsync(
        $"""
        SELECT id, callback_id, event, user_id, state, reason, received_at, last_received_at, delivery_count, attempts
        FROM event WHERE id > ?1 ORDER BY id LIMIT {PageSize}
        """,
        static row => new EventSummary
        {
            CallbackId = row.TextOrNull(1),
            Event = row.TextOrNull(2),
            UserId = row.TextOrNull(3),
            State = StateNames.EventStateOf(row.Text(4)),
            Reason = row.TextOrNull(5),
            ReceivedAt = row.Time(6),
            LastReceivedAt = row.Time(7),
            DeliveryCount = (int)row.Integer(8),
            Attempts = (int)row.Integer(9),
        },
        cancel);

    public IAsyncEnumerable<DeliverySummary> DeliveriesAsync(CancellationToken cancel) => PagesAsync(
        $"""
        SELECT id, callback_id, destination, operation, state, reason, attempts
        FROM delivery WHERE id > ?1 ORDER BY id LIMIT {PageSize}
        """,
        static row => new DeliverySummary
        {
            Id = row.Integer(0),
            CallbackId = row.Text(1),
            Destination = row.Text(2),
            Operation = row.Text(3),
            State = StateNames.DeliveryStateOf(row.Text(4)),
            Reason = row.TextOrNull(5),
            Attempts = (int)row.Integer(6),
        },
        cancel);

    private delegate T ReadRow<T>(Statement.Run row);

    private async IAsyncEnumerable<T> PagesAsync<T>(
        string sql, ReadRow<T> read, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var pages = await Task.Run(() => Guard(() => new PageReader<T>(file, sql, read)), cancel);
        while (await Task.Run(() => Guard(pages.Next), cancel) is { Count: > 0 } page)
        {
            foreach (var item in page)
            {
                cancel.ThrowIfCancellationRequested();
                yield return item;
            }
        }
    }

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.AsUnavailable(failure);
        }
    }

    /// <summary>A connection that stands still between two pages, without a transaction.</summary>
    private sealed class PageReader<T> : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly Statement _statement;
        private readonly ReadRow<T> _read;
        private long _after;

        public PageReader(DatabaseFile file, string sql, ReadRow<T> read)
        {
            _read = read;
            _connection = file.OpenForReading();
            try
            {
                Schema.Check(_connection.Handle!);
                _statement = new Statement(_connection.Handle!, sql);
            }
            catch
            {
                _connection.Dispose();
                throw;
            }
        }

        public List<T> Next()
        {
            var page = new List<T>();
            using var rows = _statement.Start().Bind(_after);
            while (rows.Step())
            {
                _after = rows.Integer(0);
                page.Add(_read(rows));
            }

            return page;
        }

        public void Dispose()
        {
            _statement.Dispose();
            _connection.Dispose();
        }
    }
}
