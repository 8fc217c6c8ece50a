[assembly: AssemblyFixture(typeof(SmarterMeasure.Connector.PostgreSql.Tests.SharedCluster))]

namespace SmarterMeasure.Connector.PostgreSql.Tests;

/// <summary>The server that the tests share; each has a database of its own on it.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private static Cluster? _current;

    internal static Cluster Current => _current ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync() => _current = await Cluster.StartAsync(isDurable: false);

    public async ValueTask DisposeAsync()
    {
        if (_current is not null)
            await _current.DisposeAsync();
    }
}
