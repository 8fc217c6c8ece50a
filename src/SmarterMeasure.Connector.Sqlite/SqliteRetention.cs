using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>How the SQLite store forgets.</summary>
internal sealed class SqliteRetention : IRetention
{
    /// <inheritdoc/>
    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancel) => Task.FromResult(0); // Next commit.

    /// <inheritdoc/>
    public Task<Erasure> EraseAsync(string userId, CancellationToken cancel) => throw new NotSupportedException();
}
