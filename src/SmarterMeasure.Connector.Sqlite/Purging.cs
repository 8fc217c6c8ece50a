namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Removes events whose retention has ended. Belongs to the writer's thread.</summary>
internal sealed class Purging
{
    private readonly Statement _remove;
    private readonly Statement _removeBody;
    private readonly Statement _removeOlder;
    private readonly Statement _blankNewest;

    public Purging(WriteSession session)
    {
        _remove = session.Prepare($"""
            DELETE FROM event WHERE id = ?1 AND last_received_at < ?2 AND NOT ({Schema.OpenEvents})
            AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_id = ?1 AND {Schema.WaitingDeliveries})
            RETURNING 1
            """);
        _removeBody = session.Prepare("DELETE FROM event_body WHERE event_id = ?1");
        // Of the subjects that the event has set: its own results, and those that an earlier purge left as the newest
        // and that no longer are; but not what its account holds against late results of other registrations. Those of an erased student have no subject any more that a late result could share.
        _removeOlder = session.Prepare($"""
            DELETE FROM delivery
            WHERE (destination, subject) IN (SELECT destination, subject FROM delivery WHERE event_id = ?1)
            AND NOT EXISTS (SELECT 1 FROM event WHERE id = event_id)
            AND ({DeliveryTable.HasNewer} AND NOT {AccountClaims.HoldsAccount} OR subject = {Erasing.Blank})
            """);
        _blankNewest = session.Prepare("UPDATE delivery SET payload = '', request = NULL WHERE event_id = ?1 AND payload <> ''");
    }

    /// <summary>Removes those of some events that may go.</summary>
    /// <returns>How many went.</returns>
    public int Purge(IReadOnlyList<long> ids, DateTimeOffset before)
    {
        var removed = 0;
        foreach (var id in ids)
        {
            using (var remove = _remove.Start().Bind(id).Bind(before.ToUnixTimeMilliseconds()))
            {
                if (!remove.Step())
                    continue;
            }

            using (var body = _removeBody.Start().Bind(id))
                body.Step();
            using (var older = _removeOlder.Start().Bind(id))
                older.Step();
            using (var newest = _blankNewest.Start().Bind(id))
                newest.Step();
            removed++;
        }

        return removed;
    }
}
