using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>The ledger as its operators see it.</summary>
internal sealed class PostgreSqlLedgerOperations(Database database) : ILedgerOperations
{
    private const string RetryStatement = $"""
        WITH found AS MATERIALIZED (
            SELECT id, state, destination, {Schema.HasNewer} AS is_overtaken, payload IS NULL AS is_erased
            FROM delivery WHERE id = $1 FOR UPDATE),
        queued AS (
            UPDATE delivery SET state = 'pending', reason = NULL, failures = 0, due_at = $2, updated_at = $2,
                request = {DeliveryTable.SentRequest}
            FROM found WHERE delivery.id = found.id
            AND found.state IN ('dead', 'shadowed', 'unmatched', 'blocked', 'retrying') AND NOT is_overtaken AND NOT is_erased)
        SELECT state, destination, is_overtaken, is_erased FROM found
        """;

    /// <inheritdoc/>
    public IAsyncEnumerable<DeliverySummary> ListAsync(DeliveryFilter filter, CancellationToken cancel) =>
        database.ReadPagedAsync(DeliveryReading.Summaries(filter), cancel);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredDelivery> ReadAsync(DeliveryFilter filter, CancellationToken cancel) =>
        database.ReadPagedAsync(DeliveryReading.Whole(filter), cancel);

    /// <inheritdoc/>
    public Task<DeliveryPlace> FindPlaceAsync(NewDelivery delivery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return database.ReadAsync(session => PlaceSearch.FindAsync(session, delivery), cancel);
    }

    /// <inheritdoc/>
    public Task<RetryOutcome> RetryAsync(long id, CancellationToken cancel) =>
        database.WriteAsync(session => RetryAsync(session, id), cancel);

    /// <inheritdoc/>
    public Task<bool> RedeliverAsync(long id, CancellationToken cancel) =>
        database.WriteAsync(session => RedeliverAsync(session, id), cancel);

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(long id, CancellationToken cancel) =>
        database.WriteAsync(session => DiscardAsync(session, id), cancel);

    /// <inheritdoc/>
    public Task<int?> MapAsync(long id, string account, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        return database.WriteAsync(session => AccountMap.MapAsync(session, id, account), cancel);
    }

    private static async Task<RetryOutcome> RetryAsync(Session session, long id)
    {
        await using var batch = session.Batch().LockSubjectOf(id).Add(RetryStatement).Bind(id).Bind(session.Now);
        var rows = await batch.ReadAsync(
            static row => (State: StateNames.DeliveryStateOf(row.Text(0)), Destination: row.Text(1),
                IsOvertaken: row.Truth(2), IsErased: row.Truth(3)),
            session.Cancel, set: 1);
        if (rows is not [var found])
            return RetryOutcome.Unknown;

        session.MarkDelivery(found.Destination);
        return found.State switch
        {
            DeliveryState.Pending or DeliveryState.Sending => RetryOutcome.Underway,
            DeliveryState.Delivered => RetryOutcome.AlreadyDelivered,
            DeliveryState.Superseded => RetryOutcome.Superseded,
            _ when found.IsOvertaken => RetryOutcome.Superseded,
            _ when found.IsErased => RetryOutcome.Erased,
            _ => RetryOutcome.Queued,
        };
    }

    private static async Task<bool> RedeliverAsync(Session session, long id)
    {
        await using var batch = session.Batch().LockSubjectOf(id).Add($"""
            UPDATE delivery SET state = 'pending', reason = NULL, failures = 0, due_at = $2, updated_at = $2
            WHERE id = $1 AND state = 'delivered' AND payload IS NOT NULL AND NOT {Schema.HasNewer} RETURNING destination
            """).Bind(id).Bind(session.Now);
        if (await batch.ReadAsync(static row => row.Text(0), session.Cancel, set: 1) is not [var destination])
            return false;

        session.MarkDelivery(destination);
        return true;
    }

    private static async Task<bool> DiscardAsync(Session session, long id)
    {
        await using var discard = session.Batch().Add($"""
            UPDATE delivery SET state = 'dead', reason = '{Reasons.Discarded}', due_at = NULL, updated_at = $2
            WHERE id = $1 AND state IN ('pending', 'retrying', 'unmatched', 'blocked') RETURNING id
            """).Bind(id).Bind(session.Now);
        return (await discard.ReadAsync(static row => row.Integer(0), session.Cancel)).Count == 1;
    }
}
