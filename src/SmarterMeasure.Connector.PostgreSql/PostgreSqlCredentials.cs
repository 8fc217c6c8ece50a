using SmarterMeasure.Connector.Forwarding;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>The credentials that rotate, shared by all nodes.</summary>
internal sealed class PostgreSqlCredentials(Database database) : ICredentialStore
{
    private const string AddStatement = """
        INSERT INTO credential (name, secret) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING name
        """;

    private const string ReplaceStatement = """
        UPDATE credential SET secret = $2, is_imported = false WHERE name = $1 AND secret = $3 RETURNING name
        """;

    // Those that were rotated here are the ones that count.
    private const string ImportStatement = """
        INSERT INTO credential AS known (name, secret, is_imported)
        SELECT name, secret, true FROM unnest($1, $2) AS source (name, secret) ORDER BY name
        ON CONFLICT (name) DO UPDATE SET secret = excluded.secret WHERE known.is_imported
        """;

    /// <inheritdoc/>
    public Task<string?> ReadAsync(string name, CancellationToken cancel) =>
        database.ReadAsync(session => ReadAsync(session, name), cancel);

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(string name, string? expected, string secret, CancellationToken cancel) =>
        database.WriteAsync(session => ReplaceAsync(session, name, expected, secret), cancel);

    /// <summary>Takes over what another store holds, and that nobody has replaced here.</summary>
    public static async Task<bool> ImportAsync(Session session, string[] names, string[] secrets)
    {
        await using var import = session.Batch().Add(ImportStatement).Bind(names).Bind(secrets);
        await import.ExecuteAsync(session.Cancel);
        return true;
    }

    private static async Task<string?> ReadAsync(Session session, string name)
    {
        await using var read = session.Batch().Add("SELECT secret FROM credential WHERE name = $1").Bind(name);
        return await read.ReadAsync(static row => row.Text(0), session.Cancel) is [var secret] ? secret : null;
    }

    private static async Task<bool> ReplaceAsync(Session session, string name, string? expected, string secret)
    {
        await using var replace = session.Batch()
            .Add(expected is null ? AddStatement : ReplaceStatement).Bind(name).Bind(secret);
        if (expected is not null)
            replace.Bind(expected);
        return (await replace.ReadAsync(static row => row.Text(0), session.Cancel)).Count == 1;
    }
}
