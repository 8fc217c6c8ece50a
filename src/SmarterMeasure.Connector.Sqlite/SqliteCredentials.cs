using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Forwarding;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>The credentials that rotate: reads go beside the writer, changes through it.</summary>
internal sealed class SqliteCredentials(DatabaseFile file, GroupCommit writer) : ICredentialStore
{
    /// <inheritdoc/>
    public async Task<string?> ReadAsync(string name, CancellationToken cancel) =>
        (await ReadAsync("WHERE name = ?1", name, cancel)) is [var (_, secret)] ? secret : null;

    /// <summary>Reads all of them. There are few: a few per destination.</summary>
    public Task<List<(string Name, string Secret)>> ReadAllAsync(CancellationToken cancel) =>
        ReadAsync("WHERE ?1 IS NULL", null, cancel);

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(string name, string? expected, string secret, CancellationToken cancel) =>
        writer.ChangeAsync(session => session.Credentials.Replace(name, expected, secret), cancel);

    private Task<List<(string Name, string Secret)>> ReadAsync(string where, string? name, CancellationToken cancel) => Task.Run(
        () =>
        {
            try
            {
                using var connection = file.OpenForReading();
                Schema.PrepareForReading(connection.Handle!);
                using var statement = new Statement(connection.Handle!, $"SELECT name, secret FROM credential {where}");
                using var rows = statement.Start().Bind(name);
                var found = new List<(string, string)>();
                while (rows.Step())
                    found.Add((rows.Text(0), rows.Text(1)));
                return found;
            }
            catch (SqliteException failure)
            {
                throw SqliteErrors.AsUnavailable(failure);
            }
        },
        cancel);
}
