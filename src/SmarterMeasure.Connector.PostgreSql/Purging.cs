namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Removes events whose retention has ended.</summary>
internal static class Purging
{
    private const string MayGo = "due_at IS NULL AND last_received_at < $1";

    private const string LockEventsStatement = $"""
        SELECT id FROM event WHERE {MayGo} AND id = ANY ($2) ORDER BY dedup_key FOR UPDATE SKIP LOCKED
        """;

    private const string LockDeliveriesStatement = $"""
        SELECT event_id, {Schema.OpenDeliveries} FROM delivery WHERE event_id = ANY ($1) ORDER BY id FOR UPDATE
        """;

    // Of the subjects that the events have set: their own results, and those that an earlier purge left as the newest and
    // that no longer are; but not what its account holds against late results of other registrations. Those of an erased student have no subject any more that a late result could share.
    private const string RemoveOlderStatement = $"""
        DELETE FROM delivery
        WHERE (destination, subject) IN (SELECT destination, subject FROM delivery WHERE event_id = ANY ($1))
        AND (event_id IS NULL OR event_id = ANY ($1))
        AND ({Schema.HasNewer} AND NOT {AccountClaims.HoldsAccount} OR subject = {Erasing.Blank})
        """;

    /// <summary>The next events that may be old enough, oldest first.</summary>
    public static async Task<List<(long Time, long Id)>> FindAsync(
        Session session, long before, (long Time, long Id) after, int max)
    {
        await using var batch = session.Batch().Add($"""
            SELECT last_received_at, id FROM event
            WHERE {MayGo} AND (last_received_at, id) > ($2, $3) ORDER BY last_received_at, id LIMIT $4
            """).Bind(before).Bind(after.Time).Bind(after.Id).Bind((long)max);
        return await batch.ReadAsync(static row => (row.Integer(0), row.Integer(1)), session.Cancel);
    }

    /// <summary>Removes those of some events that may go. What others hold at the moment waits for the next pass.</summary>
    /// <returns>How many went.</returns>
    public static async Task<int> PurgeAsync(Session session, long[] ids, long before)
    {
        await using var lockEvents = session.Batch().Begin().Add(LockEventsStatement).Bind(before).Bind(ids);
        var locked = await lockEvents.ReadAsync(static row => row.Integer(0), session.Cancel);

        await using var lockDeliveries = session.Batch().Add(LockDeliveriesStatement).Bind(locked.ToArray());
        var waiting = (await lockDeliveries.ReadAsync(
                static row => (EventId: row.Integer(0), IsOpen: row.Truth(1)), session.Cancel))
            .Where(delivery => delivery.IsOpen)
            .Select(delivery => delivery.EventId)
            .ToHashSet();
        long[] gone = [.. locked.Where(id => !waiting.Contains(id))];

        await using var remove = session.Batch()
            .Add("DELETE FROM event_body WHERE event_id = ANY ($1)").Bind(gone)
            .Add("DELETE FROM event WHERE id = ANY ($1)").Bind(gone)
            .Add(RemoveOlderStatement).Bind(gone)
            .Add("UPDATE delivery SET event_id = NULL, payload = NULL, request = NULL WHERE event_id = ANY ($1)").Bind(gone)
            .Commit();
        await remove.ExecuteAsync(session.Cancel);
        return gone.Length;
    }
}
