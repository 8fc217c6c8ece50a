using Microsoft.Data.Sqlite;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Brings the write-ahead log home into the database. Safe for use from many threads.</summary>
internal static class WriteAheadLog
{
    /// <summary>Brings all of the log home and cuts it off; false when another connection is in the way.</summary>
    /// <exception cref="Inbox.StoreUnavailableException">The database cannot be used.</exception>
    public static bool TryEmpty(DatabaseFile file)
    {
        try
        {
            using var connection = file.OpenForCheckpoints();
            using var statement = new Statement(connection.Handle!, "PRAGMA wal_checkpoint(TRUNCATE)");
            using var outcome = statement.Start();
            outcome.Step();
            return outcome.Integer(0) == 0;
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.AsUnavailable(failure);
        }
    }
}
