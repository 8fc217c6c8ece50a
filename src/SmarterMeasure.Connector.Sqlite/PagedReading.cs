using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>What to read of one table in the order of its ids.</summary>
internal sealed record PagedQuery<T>
{
    public delegate Statement.Run BindValues(Statement.Run run);

    public delegate T ReadRow(Statement.Run row);

    /// <summary>The table whose ids give the order.</summary>
    public required string Table { get; init; }

    /// <summary>The columns, the id first, and where they come from: a SELECT without its WHERE.</summary>
    public required string Select { get; init; }

    /// <summary>Which rows to choose. Its parameters begin at ?3.</summary>
    public required string Where { get; init; }

    /// <summary>Gives the parameters of <see cref="Where"/> their values.</summary>
    public required BindValues Bind { get; init; }

    /// <summary>Makes an item of a row.</summary>
    public required ReadRow Read { get; init; }

    /// <summary>Reads this row alone.</summary>
    public long? Id { get; init; }

    /// <summary>Reads rows with a larger id.</summary>
    public long? AfterId { get; init; }

    /// <summary>How many items to hold in memory.</summary>
    public int PageSize { get; init; } = 500;
}

/// <summary>
/// Reads a table beside the writer, page by page: one long read would keep the write-ahead log from being checkpointed
/// for as long as its reader takes. So too would a long search, which is why a page ends after a number of rows, whether
/// they were chosen or not. Each enumeration has its own connection.
/// </summary>
internal static class PagedReading
{
    public static async IAsyncEnumerable<T> ReadPagedAsync<T>(
        this DatabaseFile file, PagedQuery<T> query, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var pages = await Task.Run(() => Guard(() => new Pages<T>(file, query)), cancel);
        while (await Task.Run(() => Guard(pages.Next), cancel) is { } page)
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
    private sealed class Pages<T> : IDisposable
    {
        /// <summary>How many rows one page looks at.</summary>
        private const int Reach = 5_000;

        private readonly PagedQuery<T> _query;
        private readonly SqliteConnection _connection;
        private readonly Statement _reach;
        private readonly Statement _rows;
        private long _after;
        private bool _isOver;

        public Pages(DatabaseFile file, PagedQuery<T> query)
        {
            _query = query;
            _after = query.Id - 1 ?? query.AfterId ?? 0;
            _connection = file.OpenForReading();
            try
            {
                var database = _connection.Handle!;
                Schema.PrepareForReading(database);
                _reach = new Statement(database, $"""
                    SELECT max(id) FROM (SELECT id FROM {query.Table} WHERE id > ?1 ORDER BY id LIMIT {Reach})
                    """);
                _rows = new Statement(database, $"""
                    {query.Select}
                    WHERE {query.Table}.id > ?1 AND {query.Table}.id <= ?2 AND {query.Where}
                    ORDER BY {query.Table}.id
                    """);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        /// <summary>The next items, which may be none; null when there are no more.</summary>
        public List<T>? Next()
        {
            if (_isOver || EndOfPage() is not { } end)
                return null;

            var page = new List<T>();
            using var rows = _query.Bind(_rows.Start().Bind(_after).Bind(end));
            _isOver = _query.Id is not null;
            _after = end;
            while (rows.Step())
            {
                page.Add(_query.Read(rows));
                if (page.Count < _query.PageSize)
                    continue;

                _after = rows.Integer(0);
                break;
            }

            return page;
        }

        public void Dispose()
        {
            _rows?.Dispose();
            _reach?.Dispose();
            _connection.Dispose();
        }

        private long? EndOfPage()
        {
            if (_query.Id is { } only)
                return only;

            using var reach = _reach.Start().Bind(_after);
            reach.Step();
            return reach.IntegerOrNull(0);
        }
    }
}
