using System.Runtime.CompilerServices;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>What to read of one table in the order of its ids.</summary>
internal sealed record PagedQuery<T>
{
    /// <summary>The table whose ids give the order.</summary>
    public required string Table { get; init; }

    /// <summary>The columns, the id first, and where they come from: a SELECT without its WHERE.</summary>
    public required string Select { get; init; }

    /// <summary>Which rows to choose. Its parameters begin at $4.</summary>
    public required string Where { get; init; }

    /// <summary>Gives the parameters of <see cref="Where"/> their values.</summary>
    public required Action<StatementBatch> Bind { get; init; }

    /// <summary>Makes an item of a row.</summary>
    public required Func<StatementBatch.Row, T> Read { get; init; }

    /// <summary>Reads this row alone.</summary>
    public long? Id { get; init; }

    /// <summary>Reads rows with a larger id.</summary>
    public long? AfterId { get; init; }

    /// <summary>How many items to hold in memory.</summary>
    public int PageSize { get; init; } = 500;
}

/// <summary>
/// Reads a table beside those who write, page by page: one long read would keep the server from clearing away what is
/// gone. So too would a long search, which is why a page ends after a number of rows, whether they were chosen or not.
/// </summary>
internal static class PagedReading
{
    /// <summary>How many rows one page looks at.</summary>
    private const int Reach = 20_000;

    public static async IAsyncEnumerable<T> ReadPagedAsync<T>(
        this Database database, PagedQuery<T> query, [EnumeratorCancellation] CancellationToken cancel)
    {
        var after = query.Id - 1 ?? query.AfterId ?? 0;
        while (await database.ReadAsync(session => ReadPageAsync(session, query, after), cancel) is { } page)
        {
            foreach (var item in page.Items)
            {
                cancel.ThrowIfCancellationRequested();
                yield return item;
            }

            if (query.Id is not null)
                yield break;

            after = page.End;
        }
    }

    private static async Task<Page<T>?> ReadPageAsync<T>(Session session, PagedQuery<T> query, long after)
    {
        if ((query.Id ?? await FindEndAsync(session, query.Table, after)) is not { } end)
            return null;

        await using var batch = session.Batch().Add($"""
            {query.Select}
            WHERE {query.Table}.id > $1 AND {query.Table}.id <= $2 AND {query.Where}
            ORDER BY {query.Table}.id LIMIT $3
            """).Bind(after).Bind(end).Bind((long)query.PageSize);
        query.Bind(batch);
        var rows = await batch.ReadAsync(row => (Id: row.Integer(0), Item: query.Read(row)), session.Cancel);
        return new Page<T>(
            rows.ConvertAll(row => row.Item), rows.Count == query.PageSize ? rows[^1].Id : end);
    }

    private static async Task<long?> FindEndAsync(Session session, string table, long after)
    {
        await using var batch = session.Batch()
            .Add($"SELECT max(id) FROM (SELECT id FROM {table} WHERE id > $1 ORDER BY id LIMIT {Reach}) AS reach")
            .Bind(after);
        var rows = await batch.ReadAsync(static row => row.IntegerOrNull(0), session.Cancel);
        return rows[0];
    }

    private sealed record Page<T>(List<T> Items, long End);
}
