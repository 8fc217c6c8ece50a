using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Makes deliveries due by hand. Belongs to the writer's thread.</summary>
internal sealed class Retries
{
    private readonly WriteSession _session;
    private readonly ReadyWork _ready;
    private readonly Statement _find;
    private readonly Statement _queue;
    private readonly Statement _redeliver;

    public Retries(WriteSession session, ReadyWork ready)
    {
        (_session, _ready) = (session, ready);
        _find = session.Prepare($"""
            SELECT state, destination, {DeliveryTable.HasNewer}, payload = '' FROM delivery WHERE id = ?1
            """);
        _queue = session.Prepare($"""
            UPDATE delivery SET state = 'pending', reason = NULL, failures = 0, due_at = ?2, updated_at = ?2,
                request = {DeliveryTable.SentRequest}
            WHERE id = ?1
            """);
        _redeliver = session.Prepare($"""
            UPDATE delivery SET state = 'pending', reason = NULL, failures = 0, due_at = ?2, updated_at = ?2
            WHERE id = ?1 AND state = 'delivered' AND payload <> '' AND NOT {DeliveryTable.HasNewer}
            RETURNING destination
            """);
    }

    /// <inheritdoc cref="ILedgerOperations.RetryAsync"/>
    public RetryOutcome Retry(long id)
    {
        var outcome = Judge(id, out var destination);
        if (outcome != RetryOutcome.Queued)
            return outcome;

        using var queue = _queue.Start().Bind(id).Bind(_session.Now);
        queue.Step();
        _ready.MarkDelivery(destination);
        return outcome;
    }

    /// <inheritdoc cref="ILedgerOperations.RedeliverAsync"/>
    public bool Redeliver(long id)
    {
        using var redelivered = _redeliver.Start().Bind(id).Bind(_session.Now);
        if (!redelivered.Step())
            return false;

        _ready.MarkDelivery(redelivered.Text(0));
        return true;
    }

    private RetryOutcome Judge(long id, out string destination)
    {
        destination = "";
        using var row = _find.Start().Bind(id);
        if (!row.Step())
            return RetryOutcome.Unknown;

        destination = row.Text(1);
        return StateNames.DeliveryStateOf(row.Text(0)) switch
        {
            DeliveryState.Pending or DeliveryState.Sending => RetryOutcome.Underway,
            DeliveryState.Delivered => RetryOutcome.AlreadyDelivered,
            DeliveryState.Superseded => RetryOutcome.Superseded,
            _ when row.Integer(2) == 1 => RetryOutcome.Superseded,
            _ when row.Integer(3) == 1 => RetryOutcome.Erased,
            _ => RetryOutcome.Queued,
        };
    }
}
