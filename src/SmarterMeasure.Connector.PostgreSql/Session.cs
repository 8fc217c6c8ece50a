using Npgsql;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>What one operation works with: a connection, the time, and a note of the work that it makes ready.</summary>
internal sealed class Session(NpgsqlConnection connection, StoreClock clock, long now, CancellationToken cancel)
{
    private readonly HashSet<string> _readyDestinations = new(StringComparer.Ordinal);

    /// <summary>The store's time at which the operation began, in Unix milliseconds.</summary>
    public long Now => now;

    /// <summary>Ends the operation.</summary>
    public CancellationToken Cancel => cancel;

    /// <summary>Whether there will be an event to take once the operation is committed.</summary>
    public bool HasReadyEvent { get; private set; }

    /// <summary>The destinations that will have a delivery to take.</summary>
    public IReadOnlyCollection<string> ReadyDestinations => _readyDestinations;

    public StatementBatch Batch() => new(connection);

    /// <summary>A batch with a limit of its own to its time.</summary>
    public StatementBatch Batch(TimeSpan timeout) => new(connection, timeout);

    /// <inheritdoc cref="StoreClock.Convert"/>
    public long TimeOf(DateTimeOffset local) => clock.Convert(now, local);

    public void MarkEvent() => HasReadyEvent = true;

    public void MarkDelivery(string destination) => _readyDestinations.Add(destination);
}
