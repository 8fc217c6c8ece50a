using Npgsql;
using SmarterMeasure.Connector.Conformance;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

/// <summary>A database of its own on a server of the tests.</summary>
internal sealed class PostgreSqlDatabase : TestDatabase
{
    private readonly Cluster _cluster;
    private readonly string _name = $"test_{Guid.NewGuid():N}";

    public PostgreSqlDatabase()
        : this(SharedCluster.Current)
    {
    }

    public PostgreSqlDatabase(Cluster cluster)
    {
        _cluster = cluster;
        _cluster.Execute($"CREATE DATABASE {_name}");
    }

    public string ConnectionString => _cluster.ConnectionStringOf(_name);

    public override bool KnowsWhoIsGone => false;

    /// <summary>A store as a node has it, that is not open yet.</summary>
    public PostgreSqlStore NewStore(TimeProvider? time = null) => new(ConnectionString, time ?? TimeProvider.System);

    /// <summary>A connection of somebody else, such as psql.</summary>
    public NpgsqlConnection OpenBeside()
    {
        var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false;Search Path=smartermeasure");
        connection.Open();
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        _cluster.Execute($"DROP DATABASE {_name} WITH (FORCE)");
        return ValueTask.CompletedTask;
    }

    protected override OpenStore Connect(TimeProvider time)
    {
        // The server's clock runs with the test's, and is not set when an operator sets the node's.
        var store = new PostgreSqlStore(
            ConnectionString, time, () => new DateTimeOffset(time.GetTimestamp(), TimeSpan.Zero));
        return new OpenStore(
            store, store, store.Events, store.Deliveries, store.Retention, store.Credentials, store.Cursors, store.Reported, store);
    }
}
