using System.Net.Sockets;
using Npgsql;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Tells what PostgreSQL's errors mean for the store.</summary>
internal static class PostgreSqlErrors
{
    /// <summary>
    /// Whether the transaction was undone only because others were under way, so that it can be tried again.
    /// </summary>
    public static bool IsOfOtherTransactions(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
    };

    /// <summary>
    /// Whether what was to be stored is at fault, such as a text that PostgreSQL cannot hold, and not the database.
    /// </summary>
    public static bool IsOfOneEvent(Exception failure) => failure switch
    {
        // Data exception, integrity violation, limit of a row or an index.
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } => true,
        NpgsqlException or StoreUnavailableException or OperationCanceledException or TimeoutException => false,
        _ => failure is ArgumentException or InvalidOperationException or InvalidCastException,
    };

    /// <summary>Whether the tables are gone, and with them all that was known about them.</summary>
    public static bool IsOfSchema(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName
            or PostgresErrorCodes.InvalidCatalogName,
    };

    /// <summary>Whether the failure is the database's, and not the caller's.</summary>
    public static bool IsOfDatabase(Exception failure) =>
        failure is NpgsqlException or TimeoutException or IOException or SocketException;

    /// <summary>
    /// The error as the store's callers know it. The original stays out of it: PostgreSQL quotes values of rows.
    /// </summary>
    public static StoreUnavailableException AsUnavailable(Exception failure) => failure switch
    {
        StoreUnavailableException known => new StoreUnavailableException(known.Message, known),
        PostgresException error => new StoreUnavailableException(
            $"The database cannot be used: {Meaning(error.SqlState)} (SQLSTATE {error.SqlState})."),
        _ when Find<SocketException>(failure) is { } socket => new StoreUnavailableException(
            $"The database cannot be reached: {socket.SocketErrorCode}."),
        _ when Find<TimeoutException>(failure) is not null => new StoreUnavailableException(
            "The database did not answer in time."),
        _ => new StoreUnavailableException($"The database cannot be used: {failure.GetType().Name}."),
    };

    private static string Meaning(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => "its disk is full",
        PostgresErrorCodes.TooManyConnections => "it has too many connections",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "it refused the role or its password",
        PostgresErrorCodes.InvalidCatalogName => "it does not exist",
        PostgresErrorCodes.InsufficientPrivilege => "the role lacks a right",
        PostgresErrorCodes.ReadOnlySqlTransaction => "it is read-only",
        PostgresErrorCodes.QueryCanceled => "a statement took too long",
        PostgresErrorCodes.LockNotAvailable => "a lock was not to be had",
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => "others were in the way",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName =>
            "its tables are not there",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => "it was shut down",
        PostgresErrorCodes.CannotConnectNow => "it is starting up or shutting down",
        ['2', '2' or '3', ..] => "a value cannot be stored",
        ['0', '8', ..] => "the connection was lost",
        ['5', '3', ..] => "it is out of resources",
        _ => "a statement failed",
    };

    private static T? Find<T>(Exception? failure) where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found)
                return found;
        }

        return null;
    }
}
