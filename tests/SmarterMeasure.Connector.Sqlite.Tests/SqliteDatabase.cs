using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Conformance;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>A SQLite file in a folder of its own.</summary>
internal sealed class SqliteDatabase : TestDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartermeasure-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "inbox.db");

    public string ConnectionString => $"Data Source={Path}";

    /// <summary>A connection of somebody else, such as the sqlite3 shell.</summary>
    public SqliteConnection OpenBeside()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>The writer's connection, on the test's own thread.</summary>
    public WriteSession NewSession() => new(new DatabaseFile(ConnectionString), new ReadyWork(TimeProvider.System), TimeProvider.System);

    public SqliteStore NewStore() => new(ConnectionString, TimeProvider.System);

    /// <summary>All files of the database as they are on the disk.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> ReadFiles()
    {
        foreach (var file in _folder.GetFiles())
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return (file.Name, bytes);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    protected override OpenStore Connect(TimeProvider time)
    {
        var store = new SqliteStore(ConnectionString, time);
        return new OpenStore(
            store, store, store.Events, store.Deliveries, store.Retention, store.Credentials, store.Cursors, store.Reported, store);
    }
}
