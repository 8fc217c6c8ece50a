using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Values by their names: reads go beside the writer, changes through it.</summary>
internal sealed class SqliteNamedValues(
    DatabaseFile file, GroupCommit writer, NamedValues table, Func<WriteSession, NamedValueTable> tableOf)
    : ICredentialStore, ISharedValues
{
    /// <inheritdoc cref="ISharedValues.ReadAsync"/>
    public async Task<string?> ReadAsync(string name, CancellationToken cancel) =>
        (await ReadAsync("WHERE name = ?1", name, cancel)) is [var (_, value)] ? value : null;

    /// <summary>Reads all of them. There are few.</summary>
    public Task<List<(string Name, string Value)>> ReadAllAsync(CancellationToken cancel) =>
        ReadAsync("WHERE ?1 IS NULL", null, cancel);

    /// <inheritdoc cref="ISharedValues.ReplaceAsync"/>
    public Task<bool> ReplaceAsync(string name, string? expected, string value, CancellationToken cancel) =>
        writer.ChangeAsync(session => tableOf(session).Replace(name, expected, value), cancel);

    private Task<List<(string Name, string Value)>> ReadAsync(string where, string? name, CancellationToken cancel) =>
        file.ReadAsync(
            Schema.PrepareForReading,
            database =>
            {
                using var statement = new Statement(database, $"SELECT name, {table.Column} FROM {table.Table} {where}");
                using var rows = statement.Start().Bind(name);
                var found = new List<(string, string)>();
                while (rows.Step())
                    found.Add((rows.Text(0), rows.Text(1)));
                return found;
            },
            cancel);
}
