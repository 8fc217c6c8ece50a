using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>The writer's connection with its transaction and tables. Belongs to the writer's thread.</summary>
internal sealed class WriteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly ClockWatch _clock;

    /// <summary>Opens the database and brings its schema up to date.</summary>
    public WriteSession(DatabaseFile file, ReadyWork ready, TimeProvider time)
    {
        _connection = file.OpenForWriting();
        _path = raw.sqlite3_db_filename(Database, "main").utf8_to_string();
        try
        {
            Schema.BringUpToDate(Database);
            _begin = Prepare("BEGIN IMMEDIATE");
            _commit = Prepare("COMMIT");
            _rollback = Prepare("ROLLBACK");
            var lanes = new Lanes(this, ready);
            Keys = new SeenKeys(this);
            Events = new EventTable(this, ready, lanes);
            Claims = new AccountClaims(this);
            Deliveries = new DeliveryTable(this, ready, Claims);
            Replays = new Replays(this, lanes);
            Discards = new Discards(this, lanes);
            Retries = new Retries(this, ready);
            Accounts = new AccountMap(this, ready);
            Credentials = new NamedValueTable(this, NamedValues.Credentials);
            Cursors = new NamedValueTable(this, NamedValues.Cursors);
            Purging = new Purging(this);
            Erasing = new Erasing(this, lanes);
            _clock = new ClockWatch(this, time);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public SeenKeys Keys { get; }

    public EventTable Events { get; }

    public AccountClaims Claims { get; }

    public DeliveryTable Deliveries { get; }

    public Replays Replays { get; }

    public Discards Discards { get; }

    public Retries Retries { get; }

    public AccountMap Accounts { get; }

    public NamedValueTable Credentials { get; }

    public NamedValueTable Cursors { get; }

    public Purging Purging { get; }

    public Erasing Erasing { get; }

    /// <summary>The transaction's time in Unix milliseconds.</summary>
    public long Now { get; private set; }

    /// <summary>How many rows the last statement changed.</summary>
    public int Changed => raw.sqlite3_changes(Database);

    /// <summary>The id of the row that was stored last.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(Database);

    /// <summary>The text of every statement that the session has prepared.</summary>
    public IEnumerable<string> Statements => _statements.Select(statement => statement.Sql);

    private sqlite3 Database => _connection.Handle!;

    /// <summary>Prepares a statement that lives as long as the session.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(Database, sql);
        _statements.Add(statement);
        return statement;
    }

    public void Begin()
    {
        // SQLite would go on writing to a file that has no name any more, and a restart would not find it.
        if (!File.Exists(_path))
            throw new StoreUnavailableException("The database file was removed while it was in use.");

        Execute(_begin);
        Keys.Follow();
        Now = _clock.Read();
    }

    public void Commit() => Execute(_commit);

    /// <summary>Takes the transaction back, and with it what a set clock has moved.</summary>
    public void Rollback()
    {
        Execute(_rollback);
        Keys.TakeBack();
        _clock.Forget();
    }

    /// <summary>Closes the connection; a transaction that was not committed is gone.</summary>
    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();

        _connection.Dispose();
    }

    private static void Execute(Statement statement)
    {
        using var run = statement.Start();
        run.Step();
    }
}
