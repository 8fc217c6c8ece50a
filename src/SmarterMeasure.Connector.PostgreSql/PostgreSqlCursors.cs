using SmarterMeasure.Connector.Reconciling;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>How far the reconciliation has come, shared by all nodes.</summary>
internal sealed class PostgreSqlCursors(Database database) : ICursorStore
{
    private const string AddStatement = """
        INSERT INTO cursor (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING name
        """;

    private const string ReplaceStatement = """
        UPDATE cursor SET value = $2 WHERE name = $1 AND value = $3 RETURNING name
        """;

    // Where a node here has begun, its own cursor counts.
    private const string ImportStatement = """
        INSERT INTO cursor (name, value) SELECT * FROM unnest($1, $2) AS source (name, value) ORDER BY name
        ON CONFLICT (name) DO NOTHING
        """;

    /// <inheritdoc/>
    public Task<string?> ReadAsync(string name, CancellationToken cancel) =>
        database.ReadAsync(session => ReadAsync(session, name), cancel);

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(string name, string? expected, string value, CancellationToken cancel) =>
        database.WriteAsync(session => ReplaceAsync(session, name, expected, value), cancel);

    /// <summary>Takes over what another store holds.</summary>
    public static async Task<bool> ImportAsync(Session session, string[] names, string[] values)
    {
        await using var import = session.Batch().Add(ImportStatement).Bind(names).Bind(values);
        await import.ExecuteAsync(session.Cancel);
        return true;
    }

    private static async Task<string?> ReadAsync(Session session, string name)
    {
        await using var read = session.Batch().Add("SELECT value FROM cursor WHERE name = $1").Bind(name);
        return await read.ReadAsync(static row => row.Text(0), session.Cancel) is [var value] ? value : null;
    }

    private static async Task<bool> ReplaceAsync(Session session, string name, string? expected, string value)
    {
        await using var replace = session.Batch()
            .Add(expected is null ? AddStatement : ReplaceStatement).Bind(name).Bind(value);
        if (expected is not null)
            replace.Bind(expected);
        return (await replace.ReadAsync(static row => row.Text(0), session.Cancel)).Count == 1;
    }
}
