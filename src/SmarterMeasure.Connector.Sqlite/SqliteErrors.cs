using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Inbox;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Tells what SQLite's errors mean for the store.</summary>
internal static class SqliteErrors
{
    /// <summary>Runs statements that give no rows.</summary>
    public static void Execute(this sqlite3 database, string sql) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(database, sql), database);

    /// <summary>
    /// Whether the error lies with one operation, such as a broken constraint, so that the others of its transaction
    /// can go on. Anything else (disk full, I/O, corrupt, locked, read-only, tables gone) ends the whole transaction.
    /// </summary>
    public static bool IsOfOneOperation(Exception failure) =>
        failure is not SqliteException sqlite
        || sqlite.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH;

    /// <summary>The error as the store's callers know it. SQLite's own texts hold no values of rows.</summary>
    public static StoreUnavailableException AsUnavailable(Exception failure) => failure is StoreUnavailableException known
        ? new StoreUnavailableException(known.Message, known)
        : new StoreUnavailableException("The database cannot be used: " + failure.Message, failure);
}
