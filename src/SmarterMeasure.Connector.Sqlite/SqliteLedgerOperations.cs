using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>The ledger as its operators see it: reads go beside the writer, changes through it.</summary>
internal sealed class SqliteLedgerOperations(DatabaseFile file, GroupCommit writer) : ILedgerOperations
{
    /// <inheritdoc/>
    public IAsyncEnumerable<DeliverySummary> ListAsync(DeliveryFilter filter, CancellationToken cancel) =>
        file.ReadPagedAsync(DeliveryReading.Summaries(filter), cancel);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredDelivery> ReadAsync(DeliveryFilter filter, CancellationToken cancel) =>
        file.ReadPagedAsync(DeliveryReading.Whole(filter), cancel);

    /// <inheritdoc/>
    public Task<DeliveryPlace> FindPlaceAsync(NewDelivery delivery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return file.ReadAsync(Schema.PrepareForReading, database => PlaceSearch.Find(database, delivery), cancel);
    }

    /// <inheritdoc/>
    public Task<RetryOutcome> RetryAsync(long id, CancellationToken cancel) =>
        writer.ChangeAsync(session => session.Retries.Retry(id), cancel);

    /// <inheritdoc/>
    public Task<bool> RedeliverAsync(long id, CancellationToken cancel) =>
        writer.ChangeAsync(session => session.Retries.Redeliver(id), cancel);

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(long id, CancellationToken cancel) =>
        writer.ChangeAsync(session => session.Discards.Delivery(id), cancel);

    /// <inheritdoc/>
    public Task<int?> MapAsync(long id, string account, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        return writer.ChangeAsync(session => session.Accounts.Map(id, account), cancel);
    }
}
