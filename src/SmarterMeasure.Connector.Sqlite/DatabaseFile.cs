using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>The database's file and how connections to it are made. Safe for use from many threads.</summary>
internal sealed class DatabaseFile
{
    /// <summary>How long a connection waits for the lock of another process, such as a command-line verb.</summary>
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How often to open for writing while another process makes the same file, and how long to pause between.</summary>
    private const int Turns = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _connectionString;
    private readonly string _path;

    /// <exception cref="ConfigurationException">The connection string is not readable, or names no file.</exception>
    public DatabaseFile(string connectionString)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        }
        catch (ArgumentException)
        {
            throw Refused("is not a SQLite connection string, for example Data Source=smartermeasure.db");
        }

        _path = builder.DataSource;
        if (_path is "" or ":memory:" || builder.Mode == SqliteOpenMode.Memory)
            throw Refused("must name a file: what is only in memory is lost with the process");

        if (builder.Password.Length > 0)
            throw Refused("must have no Password: this build of SQLite does not encrypt. Encrypt the disk instead");

        _connectionString = builder.ToString();
    }

    /// <summary>Where the database is; null when it is a URI or a place that SQLite alone understands.</summary>
    public string? Path => IsSpecial ? null : _path;

    /// <summary>Opens a connection for the one writer, making the file when there is none.</summary>
    public SqliteConnection OpenForWriting()
    {
        CreateForOwnerOnly();
        // FULL: a commit returns when the disk has it. fullfsync: the same on macOS, where fsync does not say so.
        // secure_delete: what is deleted is overwritten. page_size, which a file keeps from its making: a page of 4 KiB holds
        // one body, one of 8 KiB three. cache_size: 8 MiB; the default of 2 is less than one commit's pages.
        for (var turn = 1; ; turn++)
        {
            try
            {
                return Open("""
                    PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
                    PRAGMA secure_delete = ON; PRAGMA cache_size = -8192;
                    """);
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode == raw.SQLITE_BUSY && turn < Turns)
            {
                // Of two that turn a new file to WAL, SQLite refuses one at once: if it waited, both might wait for ever.
                Thread.Sleep(Pause);
            }
        }
    }

    /// <summary>Opens a connection that only reads. Makes no file.</summary>
    /// <exception cref="StoreUnavailableException">There is no file.</exception>
    public SqliteConnection OpenForReading()
    {
        EnsureExists();
        return Open("PRAGMA query_only = ON;", SqliteOpenMode.ReadWrite);
    }

    /// <summary>Opens a connection that cleans the files. Makes no file.</summary>
    public SqliteConnection OpenForScrubbing() =>
        Open("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;", SqliteOpenMode.ReadWrite);

    /// <summary>Keeps a look, or a change to what is there, from making an empty database at a mistyped place.</summary>
    /// <exception cref="StoreUnavailableException">There is no file.</exception>
    public void EnsureExists()
    {
        if (!IsSpecial && !File.Exists(_path))
            throw new StoreUnavailableException($"There is no database at {System.IO.Path.GetFullPath(_path)}.");
    }

    private SqliteConnection Open(string pragmas, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(_connectionString) { Mode = mode }.ToString());
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
