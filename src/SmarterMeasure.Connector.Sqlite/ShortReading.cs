using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Reads a little beside the writer, on a connection of its own.</summary>
internal static class ShortReading
{
    /// <summary>Reads in one go.</summary>
    /// <param name="file">The database.</param>
    /// <param name="prepare">Makes sure of the tables, such as <see cref="Schema.PrepareForReading"/>.</param>
    /// <param name="read">Reads.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static Task<T> ReadAsync<T>(
        this DatabaseFile file, Action<sqlite3> prepare, Func<sqlite3, T> read, CancellationToken cancel) => Task.Run(
        () =>
        {
            try
            {
                using var connection = file.OpenForReading();
                prepare(connection.Handle!);
                return read(connection.Handle!);
            }
            catch (SqliteException failure)
            {
                throw SqliteErrors.AsUnavailable(failure);
            }
        },
        cancel);
}
