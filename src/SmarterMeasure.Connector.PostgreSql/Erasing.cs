using System.Globalization;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Retention;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// Takes the personal data out of rows. What stays of an event is its key and an empty hash, by which it takes every later
/// body for its own.
/// </summary>
internal static class Erasing
{
    /// <summary>What stands in a delivery's operation and subject instead of the student.</summary>
    public const string Blank = "('erased:' || delivery.id)";

    private const string ConflictsStatement = """
        SELECT event.id FROM unnest($1) AS first (dedup_key)
        JOIN event ON event.dedup_key > first.dedup_key || chr(31) AND event.dedup_key < first.dedup_key || chr(32)
        """;

    private const string EventStatement = $"""
        UPDATE event SET user_id = NULL, section = NULL, body_hash = '', due_at = NULL,
            reason = CASE WHEN {Schema.OpenEvents} THEN '{Reasons.Erased}' ELSE reason END,
            state = CASE WHEN {Schema.OpenEvents} THEN 'dead' ELSE state END
        WHERE id = ANY ($1)
        """;

    private const string DeliveryStatement = $"""
        UPDATE delivery SET operation = {Blank}, subject = {Blank}, user_id = NULL, payload = NULL, due_at = NULL,
            remote_id = NULL, request = NULL, account = NULL, section = NULL, updated_at = $2,
            reason = CASE WHEN {Schema.OpenDeliveries} THEN '{Reasons.Erased}' ELSE reason END,
            state = CASE WHEN {Schema.OpenDeliveries} THEN 'dead' ELSE state END
        WHERE subject <> {Blank}
        """;

    /// <summary>Whether a store has erased a delivery. Its number in there means nothing elsewhere.</summary>
    public static bool IsErased(StoredDelivery delivery) =>
        delivery.Subject == string.Create(CultureInfo.InvariantCulture, $"erased:{delivery.Id}");

    /// <summary>Notes that students were erased, see <see cref="ErasedStudent"/>.</summary>
    public static async Task<bool> RememberAsync(Session session, string[] traces, long[] erasedAt)
    {
        await using var remember = session.Batch().Add("""
            INSERT INTO erased AS known (student, erased_at) SELECT * FROM unnest($1, $2) AS fresh (student, erased_at)
            ORDER BY student
            ON CONFLICT (student) DO UPDATE SET erased_at = greatest(known.erased_at, excluded.erased_at)
            """).Bind(traces).Bind(erasedAt);
        await remember.ExecuteAsync(session.Cancel);
        return true;
    }

    /// <summary>Erases events, with the conflicts about them and their deliveries.</summary>
    public static async Task<Erasure> EventsAsync(Session session, long[] ids)
    {
        await using var begin = session.Batch().Begin();
        await begin.ExecuteAsync(session.Cancel);
        var erasure = await EventsInTransactionAsync(session, ids);
        await using var commit = session.Batch().Commit();
        await commit.ExecuteAsync(session.Cancel);
        return erasure;
    }

    /// <summary>The same, as a part of the caller's transaction.</summary>
    public static async Task<Erasure> EventsInTransactionAsync(Session session, long[] ids)
    {
        var rows = await LockAsync(session, await WithConflictsAsync(session, ids));
        long[] erased = [.. rows.Select(row => row.Id)];
        string[] lanes = [.. rows.Select(row => row.UserId).OfType<string>().Distinct(StringComparer.Ordinal)];
        await using var erase = session.Batch()
            .LockLanes(lanes)
            .Add(EventStatement).Bind(erased)
            .Add("DELETE FROM event_body WHERE event_id = ANY ($1)").Bind(erased)
            .PlaceHeads(lanes)
            .Add($"{DeliveryStatement} AND event_id = ANY ($1) RETURNING id").Bind(erased).Bind(session.Now);
        var deliveries = await erase.ReadAsync(static row => row.Integer(0), session.Cancel, set: 1);
        return new Erasure(erased.Length, deliveries.Count);
    }

    /// <summary>Erases deliveries.</summary>
    public static async Task<Erasure> DeliveriesAsync(Session session, long[] ids)
    {
        await using var erase = session.Batch()
            .Add("SELECT id FROM delivery WHERE id = ANY ($1) ORDER BY id FOR UPDATE").Bind(ids)
            .Add($"{DeliveryStatement} AND id = ANY ($1) RETURNING id").Bind(ids).Bind(session.Now);
        return new Erasure(0, (await erase.ReadAsync(static row => row.Integer(0), session.Cancel, set: 1)).Count);
    }

    private static async Task<long[]> WithConflictsAsync(Session session, long[] ids)
    {
        await using var find = session.Batch().Add("SELECT dedup_key FROM event WHERE id = ANY ($1)").Bind(ids);
        var keys = await find.ReadAsync(static row => row.Text(0), session.Cancel);
        keys.RemoveAll(static key => DedupKey.IsOfBody(key) || DedupKey.IsOfConflict(key));
        await using var conflicts = session.Batch().Add(ConflictsStatement).Bind(keys.ToArray());
        return [.. ids, .. await conflicts.ReadAsync(static row => row.Integer(0), session.Cancel)];
    }

    private static async Task<List<(long Id, string? UserId)>> LockAsync(Session session, long[] ids)
    {
        await using var take = session.Batch().Add("""
            SELECT id, user_id FROM event WHERE id = ANY ($1) AND body_hash <> '' ORDER BY dedup_key FOR UPDATE
            """).Bind(ids);
        return await take.ReadAsync(static row => (row.Integer(0), row.TextOrNull(1)), session.Cancel);
    }
}
