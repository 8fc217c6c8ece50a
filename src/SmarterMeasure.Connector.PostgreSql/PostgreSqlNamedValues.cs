using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Values by their names, shared by all nodes.</summary>
internal sealed class PostgreSqlNamedValues(Database database, NamedValues table) : ICredentialStore, ISharedValues
{
    private readonly string _readStatement = $"SELECT {table.Column} FROM {table.Table} WHERE name = $1";

    private readonly string _addStatement =
        $"INSERT INTO {table.Table} (name, {table.Column}) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING name";

    private readonly string _replaceStatement =
        $"UPDATE {table.Table} SET {table.Column} = $2{table.AtReplacement} WHERE name = $1 AND {table.Column} = $3 RETURNING name";

    /// <inheritdoc cref="ISharedValues.ReadAsync"/>
    public Task<string?> ReadAsync(string name, CancellationToken cancel) =>
        database.ReadAsync(session => ReadAsync(session, name), cancel);

    /// <inheritdoc cref="ISharedValues.ReplaceAsync"/>
    public Task<bool> ReplaceAsync(string name, string? expected, string value, CancellationToken cancel) =>
        database.WriteAsync(session => ReplaceAsync(session, name, expected, value), cancel);

    private async Task<string?> ReadAsync(Session session, string name)
    {
        await using var read = session.Batch().Add(_readStatement).Bind(name);
        return await read.ReadAsync(static row => row.Text(0), session.Cancel) is [var value] ? value : null;
    }

    private async Task<bool> ReplaceAsync(Session session, string name, string? expected, string value)
    {
        await using var replace = session.Batch()
            .Add(expected is null ? _addStatement : _replaceStatement).Bind(name).Bind(value);
        if (expected is not null)
            replace.Bind(expected);
        return (await replace.ReadAsync(static row => row.Text(0), session.Cancel)).Count == 1;
    }
}
