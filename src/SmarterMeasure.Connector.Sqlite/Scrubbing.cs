using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Removes the bytes of what was deleted from the database's files. Safe for use from many threads.</summary>
internal static class Scrubbing
{
    /// <summary>
    /// Up to this size the whole database is written anew: 64 MiB, while others wait for a second or two.
    /// SQLite overwrites what it deletes, but where it has spread rows over more pages before, a copy may lie between
    /// the rows of the first one: seldom, and nearly always of an index, so of no more than an id. In a larger database that
    /// is left to the operator's own VACUUM.
    /// </summary>
    private const long SmallDatabase = 64 << 20;

    /// <summary>
    /// Brings all of the write-ahead log home, which holds the pages as they were, and cuts it off; false when another
    /// connection is in the way.
    /// </summary>
    /// <exception cref="Inbox.StoreUnavailableException">The database cannot be used.</exception>
    public static bool TryScrub(DatabaseFile file)
    {
        try
        {
            using var connection = file.OpenForScrubbing();
            var database = connection.Handle!;
            if (Read(database, "PRAGMA page_count") * Read(database, "PRAGMA page_size") <= SmallDatabase)
                database.Execute("VACUUM");

            return Read(database, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_BUSY)
        {
            return false;
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.AsUnavailable(failure);
        }
    }

    private static long Read(sqlite3 database, string pragma)
    {
        using var statement = new Statement(database, pragma);
        using var row = statement.Start();
        row.Step();
        return row.Integer(0);
    }
}
