using SmarterMeasure.Connector.PostgreSql.Tests;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>A store for the binary: the settings that name it, and what must run for it.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly Cluster? _cluster;

    private TestStore(Dictionary<string, string> settings, Cluster? cluster) => (Settings, _cluster) = (settings, cluster);

    /// <summary>The binary's environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>A SQLite file in the binary's folder.</summary>
    public static TestStore Sqlite() => new([], cluster: null);

    /// <summary>A database on a PostgreSQL server of its own, which waits for its disk as one in production does.</summary>
    public static async Task<TestStore> StartPostgreSqlAsync()
    {
        var cluster = await Cluster.StartAsync(isDurable: true);
        return new TestStore(
            new Dictionary<string, string>
            {
                ["SmarterMeasure__Inbox__Provider"] = "PostgreSql",
                ["SmarterMeasure__Inbox__ConnectionString"] = cluster.ConnectionStringOf("postgres"),
            },
            cluster);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
