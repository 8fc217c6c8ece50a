using System.Text.Json;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// Takes over what another store holds, as often as it takes: what is there already is not made twice, an end is never
/// undone, and an erasure is neither. Safe beside nodes that work on the database. Give each list in the order in which
/// the source has it, and events before their deliveries.
/// </summary>
internal sealed class PostgreSqlImport(Database database)
{
    private const string LockStatement = """
        SELECT id, user_id FROM event WHERE dedup_key = ANY ($1) ORDER BY dedup_key FOR UPDATE
        """;

    // A row that waits takes what the source knows more: its end, or the attempts since the last time.
    private static readonly string StoreEventsStatement = $"""
        WITH incoming AS MATERIALIZED (
            SELECT nextval('event_id_seq') AS id, source.*
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                AS source (dedup_key, callback_id, event, user_id, format, body_hash, occurred_at, received_at,
                    last_received_at, delivery_count, state, reason, attempts, excused, due_at, body)),
        stored AS (
            INSERT INTO event AS known (id, dedup_key, callback_id, event, user_id, format, body_hash, occurred_at,
                received_at, last_received_at, delivery_count, state, reason, attempts, excused, due_at)
            SELECT id, dedup_key, callback_id, event, user_id, format, body_hash, occurred_at,
                received_at, last_received_at, delivery_count, state, reason, attempts, excused, due_at
            FROM incoming ORDER BY dedup_key
            ON CONFLICT (dedup_key) DO UPDATE SET
                last_received_at = greatest(known.last_received_at, excluded.last_received_at),
                delivery_count = greatest(known.delivery_count, excluded.delivery_count),
                state = {Newer("state")}, reason = {Newer("reason")}, due_at = {Newer("due_at")},
                attempts = {Newer("attempts", "greatest(known.attempts, excluded.attempts)")},
                excused = {Newer("excused", "greatest(known.excused, excluded.excused)")}
            RETURNING id, dedup_key)
        INSERT INTO event_body (event_id, body)
        SELECT incoming.id, incoming.body FROM incoming JOIN stored USING (id, dedup_key) WHERE incoming.body IS NOT NULL
        """;

    // As of an event. Besides, a row that is older than another of its subject is overtaken, as if both had come here. A row
    // that was erased here has lost its name, and is known by the rest.
    private static readonly string StoreDeliveriesStatement = $"""
        WITH incoming AS MATERIALIZED (
            SELECT nextval('delivery_id_seq') AS id, source.*
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                AS source (event_key, callback_id, destination, operation, subject, user_id, version, payload,
                    state, reason, attempts, failures, due_at, created_at, updated_at)),
        stored AS (
            INSERT INTO delivery AS known (id, event_id, callback_id, destination, operation, subject, user_id, version,
                payload, state, reason, attempts, failures, due_at, created_at, updated_at)
            SELECT incoming.id, event.id, incoming.callback_id, destination, operation, subject, incoming.user_id, version,
                payload, incoming.state, incoming.reason, incoming.attempts, failures, incoming.due_at, created_at, updated_at
            FROM incoming LEFT JOIN event ON event.dedup_key = event_key
            WHERE event.body_hash IS DISTINCT FROM ''
            AND (EXISTS (SELECT FROM delivery AS here
                    WHERE here.destination = incoming.destination AND here.operation = incoming.operation)
                OR NOT EXISTS (SELECT FROM delivery AS erased
                    WHERE erased.subject >= 'erased:' AND erased.subject < 'erased;'
                    AND erased.destination = incoming.destination AND erased.callback_id = incoming.callback_id
                    AND erased.created_at = incoming.created_at AND erased.version = incoming.version))
            ORDER BY destination, operation
            ON CONFLICT (destination, operation) DO UPDATE SET
                state = {Newer("state")}, reason = {Newer("reason")}, due_at = {Newer("due_at")},
                attempts = {Newer("attempts", "greatest(known.attempts, excluded.attempts)")},
                failures = {Newer("failures")},
                updated_at = {Newer("updated_at")}
            RETURNING id)
        SELECT stored.id FROM stored JOIN incoming USING (id)
        """;

    private const string OvertakeStatement = $"""
        UPDATE delivery SET state = 'superseded', reason = '{DeliveryTable.NewerResult}', due_at = NULL
        WHERE (destination, subject) IN (SELECT * FROM unnest($1, $2))
        AND state IN ('pending', 'retrying', 'unmatched') AND {Schema.HasNewer}
        """;

    /// <summary>Takes over events.</summary>
    /// <returns>How many were not there.</returns>
    public Task<int> WriteEventsAsync(IReadOnlyList<StoredEvent> events, CancellationToken cancel) => events.Count == 0
        ? Task.FromResult(0)
        : database.WriteAsync(session => WriteEventsAsync(session, events), cancel);

    /// <summary>
    /// Takes over deliveries, but none that was erased: nothing of it is of use, and its name is one that a row here needs
    /// for its own erasure.
    /// </summary>
    /// <returns>How many were not there.</returns>
    public Task<int> WriteDeliveriesAsync(IReadOnlyList<StoredDelivery> deliveries, CancellationToken cancel)
    {
        StoredDelivery[] whole = [.. deliveries.Where(row => !Erasing.IsErased(row))];
        return whole.Length == 0
            ? Task.FromResult(0)
            : database.WriteAsync(session => WriteDeliveriesAsync(session, whole), cancel);
    }

    private static async Task<int> WriteEventsAsync(Session session, IReadOnlyList<StoredEvent> events)
    {
        string[] keys = [.. events.Select(row => row.DedupKey)];
        await using var take = session.Batch().Begin().Add(LockStatement).Bind(keys);
        var known = await take.ReadAsync(static row => (Id: row.Integer(0), UserId: row.TextOrNull(1)), session.Cancel);

        string[] userIds = [.. events.Select(row => row.UserId).Concat(known.Select(row => row.UserId))
            .OfType<string>().Distinct(StringComparer.Ordinal)];
        await using var store = session.Batch()
            .Add(StoreEventsStatement)
            .Bind(keys)
            .Bind(Column(events, row => row.CallbackId))
            .Bind(Column(events, row => row.Event))
            .Bind(Column(events, row => row.UserId))
            .Bind(Column(events, row => StateNames.Of(row.Format)))
            .Bind(Column(events, row => row.BodyHash))
            .Bind(Column(events, row => row.OccurredAt?.ToUnixTimeMilliseconds()))
            .Bind(Column(events, row => row.ReceivedAt.ToUnixTimeMilliseconds()))
            .Bind(Column(events, row => row.LastReceivedAt.ToUnixTimeMilliseconds()))
            .Bind(Column(events, row => row.DeliveryCount))
            .Bind(Column(events, row => StateNames.Of(row.State == EventState.Handling ? EventState.Retrying : row.State)))
            .Bind(Column(events, row => row.Reason))
            .Bind(Column(events, row => row.Attempts))
            .Bind(Column(events, row => row.Excused))
            .Bind(Column(events, row => DueAt(session, row.State == EventState.Handling, row.DueAt)))
            .Bind(Column(events, row => row.Body?.ToArray()))
            .LockLanes(userIds)
            .PlaceHeads(userIds);
        await store.ExecuteAsync(session.Cancel);

        string[] erased = [.. events.Where(row => row.BodyHash.Length == 0).Select(row => row.DedupKey)];
        if (erased.Length > 0)
        {
            await using var find = session.Batch().Add("SELECT id FROM event WHERE dedup_key = ANY ($1)").Bind(erased);
            await Erasing.EventsInTransactionAsync(
                session, [.. await find.ReadAsync(static row => row.Integer(0), session.Cancel)]);
        }

        await using var commit = session.Batch().Commit();
        await commit.ExecuteAsync(session.Cancel);
        session.MarkEvent();
        return keys.Length - known.Count;
    }

    private static async Task<int> WriteDeliveriesAsync(Session session, IReadOnlyList<StoredDelivery> deliveries)
    {
        var (destinations, subjects) = (Column(deliveries, row => row.Destination), Column(deliveries, row => row.Subject));
        await using var store = session.Batch().Begin()
            .LockSubjects(destinations, subjects)
            .Add(StoreDeliveriesStatement)
            .Bind(Column(deliveries, row => row.EventKey))
            .Bind(Column(deliveries, row => row.CallbackId))
            .Bind(destinations)
            .Bind(Column(deliveries, row => row.Operation))
            .Bind(subjects)
            .Bind(Column(deliveries, UserOf))
            .Bind(Column(deliveries, row => row.Version.ToUnixTimeMilliseconds()))
            .Bind(Column(deliveries, PayloadOf))
            .Bind(Column(deliveries, row => StateNames.Of(row.State == DeliveryState.Sending ? DeliveryState.Retrying : row.State)))
            .Bind(Column(deliveries, row => row.Reason))
            .Bind(Column(deliveries, row => row.Attempts))
            .Bind(Column(deliveries, row => row.Failures))
            .Bind(Column(deliveries, row => DueAt(session, row.State == DeliveryState.Sending, row.DueAt)))
            .Bind(Column(deliveries, row => row.CreatedAt.ToUnixTimeMilliseconds()))
            .Bind(Column(deliveries, row => row.UpdatedAt.ToUnixTimeMilliseconds()))
            .Add(OvertakeStatement).Bind(destinations).Bind(subjects)
            .Commit();
        var stored = await store.ReadAsync(static row => row.Integer(0), session.Cancel, set: 1);
        foreach (var destination in destinations)
            session.MarkDelivery(destination);

        return stored.Count;
    }

    private static T[] Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) => [.. rows.Select(value)];

    /// <summary>The source's holder of a lease is not here: what it had in hand is due at once.</summary>
    private static long? DueAt(Session session, bool isLeased, DateTimeOffset? dueAt) =>
        isLeased ? session.Now : dueAt is { } due ? session.TimeOf(due) : null;

    private static string? PayloadOf(StoredDelivery delivery) => delivery.Result is { } result
        ? JsonSerializer.Serialize(result, LedgerJson.Default.SectionResult)
        : null;

    /// <summary>The student; of a result that is gone, the one in the middle of its subject, see <see cref="DeliveryPlan"/>.</summary>
    private static string? UserOf(StoredDelivery delivery)
    {
        if (delivery.Result is { } result)
            return result.Student.UserId;

        var (first, last) = (delivery.Subject.IndexOf(':'), delivery.Subject.LastIndexOf(':'));
        return first < last ? delivery.Subject[(first + 1)..last] : null;
    }

    /// <summary>What a column becomes: the source's value if it knows more of a row that waits here.</summary>
    private static string Newer(string column, string? value = null) => $"""
        CASE WHEN known.due_at IS NOT NULL AND (excluded.due_at IS NULL
            OR known.state NOT IN ('handling', 'sending') AND excluded.attempts > known.attempts)
            THEN {value ?? $"excluded.{column}"} ELSE known.{column} END
        """;
}
