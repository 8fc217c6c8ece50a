using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Gives up what an operator does not want. Belongs to the writer's thread.</summary>
internal sealed class Discards
{
    private readonly WriteSession _session;
    private readonly Lanes _lanes;
    private readonly Statement _event;
    private readonly Statement _delivery;

    public Discards(WriteSession session, Lanes lanes)
    {
        (_session, _lanes) = (session, lanes);
        _event = session.Prepare($"""
            UPDATE event SET state = 'dead', reason = '{Reasons.Discarded}', due_at = NULL, is_head = 0
            WHERE id = ?1 AND state IN ('quarantined', 'conflict', 'retrying') RETURNING user_id
            """);
        _delivery = session.Prepare($"""
            UPDATE delivery SET state = 'dead', reason = '{Reasons.Discarded}', due_at = NULL, updated_at = ?2
            WHERE id = ?1 AND state IN ('pending', 'retrying', 'unmatched', 'blocked') RETURNING 1
            """);
    }

    /// <inheritdoc cref="Inbox.IInboxOperations.DiscardAsync"/>
    public bool Event(long id)
    {
        string? userId;
        using (var discard = _event.Start().Bind(id))
        {
            if (!discard.Step())
                return false;

            userId = discard.TextOrNull(0);
        }

        if (userId is not null)
            _lanes.Mend(userId);

        return true;
    }

    /// <inheritdoc cref="Ledger.ILedgerOperations.DiscardAsync"/>
    public bool Delivery(long id)
    {
        using var discard = _delivery.Start().Bind(id).Bind(_session.Now);
        return discard.Step();
    }
}
