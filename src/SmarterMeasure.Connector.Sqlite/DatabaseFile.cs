using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Configuration;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>The database's file and how connections to it are made. Safe for use from many threads.</summary>
internal sealed class DatabaseFile
{
    /// <summary>How long a connection waits for the lock of another process, such as a command-line verb.</summary>
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private readonly string _connectionString;
    private readonly string _path;

    /// <exception cref="ConfigurationException">The connection string is not readable, or names no file.</exception>
    public DatabaseFile(string connectionString)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, ForeignKeys = true };
        }
        catch (ArgumentException)
        {
            throw Refused("is not a SQLite connection string, for example Data Source=smartermeasure.db");
        }

        _path = builder.DataSource;
        if (_path is "" or ":memory:" || builder.Mode == SqliteOpenMode.Memory)
            throw Refused("must name a file: what is only in memory is lost with the process");

        _connectionString = builder.ToString();
    }

    /// <summary>Opens a connection for the one writer, making the file when there is none.</summary>
    public SqliteConnection OpenForWriting()
    {
        CreateForOwnerOnly();
        // FULL: a commit returns when the disk has it. fullfsync: the same on macOS, where fsync does not say so.
        return Open("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;");
    }

    /// <summary>Opens a connection for a listing.</summary>
    public SqliteConnection OpenForReading() => Open("PRAGMA query_only = ON;");

    /// <summary>
    /// Marks this process as the one that serves, by a lock that the system takes away when the process ends, however it
    /// ends. Holding it means that whoever served before is gone.
    /// </summary>
    /// <returns>The lock; null when another process has it, or when that cannot be told.</returns>
    public IDisposable? TryMarkServing()
    {
        if (IsSpecial)
            return null;

        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return File.Open(_path + "-serving", options);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private SqliteConnection Open(string pragmas)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, (int)BusyTimeout.TotalMilliseconds);
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, pragmas), connection.Handle);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Student data is for the owner only. SQLite gives the files beside the database the same rights.</summary>
    private void CreateForOwnerOnly()
    {
        if (OperatingSystem.IsWindows() || IsSpecial || File.Exists(_path))
            return;

        try
        {
            File.Open(_path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Another process was faster, or SQLite is about to say what is wrong.
        }
    }

    private bool IsSpecial =>
        _path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || _path.StartsWith('|');

    private static ConfigurationException Refused(string fault) =>
        new([$"{ConnectorSettings.SectionName}:Inbox:ConnectionString {fault}"]);
}
