using System.Text.Json;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// Takes over what another store holds, as often as it takes: what is there already is not made twice, an end that was
/// reached here is never undone, and an erasure is neither. Safe beside nodes that work on the database. Give each list in the order in which
/// the source has it, and events before their deliveries.
/// </summary>
internal sealed class PostgreSqlImport(Database database)
{
    private const string LockStatement = """
        SELECT id, user_id FROM event WHERE dedup_key = ANY ($1) ORDER BY dedup_key FOR UPDATE
        """;

    // An event that an operator has repaired may have become another's; an erased one is nobody's.
    private static readonly string StoreEventsStatement = $"""
        WITH incoming AS MATERIALIZED (
            SELECT nextval('event_id_seq') AS id, source.*
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                AS source (dedup_key, callback_id, event, user_id, format, body_hash, occurred_at, received_at,
                    last_received_at, delivery_count, state, reason, attempts, excused, due_at, section, body)),
        stored AS (
            INSERT INTO event AS known (id, dedup_key, callback_id, event, user_id, format, body_hash, occurred_at,
                received_at, last_received_at, delivery_count, state, reason, attempts, excused, due_at, section, imported_as)
            SELECT id, dedup_key, callback_id, event, user_id, format, body_hash, occurred_at,
                received_at, last_received_at, delivery_count, state, reason, attempts, excused, due_at, section,
                concat_ws(' ', state, attempts, excused)
            FROM incoming ORDER BY dedup_key
            ON CONFLICT (dedup_key) DO UPDATE SET
                last_received_at = greatest(known.last_received_at, excluded.last_received_at),
                delivery_count = greatest(known.delivery_count, excluded.delivery_count),
                callback_id = {NewerEvent("callback_id", "coalesce(excluded.callback_id, known.callback_id)")},
                event = {NewerEvent("event", "coalesce(excluded.event, known.event)")},
                user_id = {NewerEvent("user_id", "coalesce(excluded.user_id, known.user_id)")},
                section = {NewerEvent("section", "coalesce(excluded.section, known.section)")},
                format = {NewerEvent("format")}, occurred_at = {NewerEvent("occurred_at")},
                state = {NewerEvent("state")}, reason = {NewerEvent("reason")}, due_at = {NewerEvent("due_at")},
                attempts = {NewerEvent("attempts", "greatest(known.attempts, excluded.attempts)")},
                excused = {NewerEvent("excused", "greatest(known.excused, excluded.excused)")},
                imported_as = {NewerEvent("imported_as", """
                    concat_ws(' ', excluded.state, greatest(known.attempts, excluded.attempts),
                        greatest(known.excused, excluded.excused))
                    """)}
            RETURNING id, dedup_key)
        INSERT INTO event_body (event_id, body)
        SELECT incoming.id, incoming.body FROM incoming JOIN stored USING (id, dedup_key) WHERE incoming.body IS NOT NULL
        """;

    // As of an event. Besides, a row that is older than another of its subject is overtaken, as if both had come here. A row
    // that was erased here has lost its name, and is known by the rest.
    private static readonly string StoreDeliveriesStatement = $"""
        WITH incoming AS MATERIALIZED (
            SELECT nextval('delivery_id_seq') AS id, source.*
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
                AS source (event_key, callback_id, destination, operation, subject, user_id, version, payload,
                    state, reason, attempts, failures, due_at, created_at, updated_at, remote_id, request, rank, section, account)),
        stored AS (
            INSERT INTO delivery AS known (id, event_id, callback_id, destination, operation, subject, user_id, version,
                payload, state, reason, attempts, failures, due_at, created_at, updated_at, remote_id, request, rank, section, account,
                imported_at)
            SELECT incoming.id, event.id, incoming.callback_id, destination, operation, subject, incoming.user_id, version,
                payload, incoming.state, incoming.reason, incoming.attempts, failures, incoming.due_at, created_at, updated_at,
                incoming.remote_id, incoming.request, rank, incoming.section, account, updated_at
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
                payload = {NewerDelivery("payload", "coalesce(excluded.payload, known.payload)")},
                state = {NewerDelivery("state")}, reason = {NewerDelivery("reason")}, due_at = {NewerDelivery("due_at")},
                attempts = {NewerDelivery("attempts", "greatest(known.attempts, excluded.attempts)")},
                failures = {NewerDelivery("failures")},
                remote_id = coalesce(
                    {NewerDelivery("remote_id", "coalesce(excluded.remote_id, known.remote_id)")}, excluded.remote_id),
                request = {NewerDelivery("request", "coalesce(excluded.request, known.request)")},
                account = {NewerDelivery("account", "coalesce(excluded.account, known.account)")},
                section = {NewerDelivery("section", "coalesce(excluded.section, known.section)")},
                updated_at = {NewerDelivery("updated_at")}, imported_at = {NewerDelivery("imported_at")}
            RETURNING id)
        SELECT stored.id FROM stored JOIN incoming USING (id)
        """;

    // Those of a source's deliveries that have lost their names there.
    private const string FindErasedStatement = $"""
        SELECT delivery.id, event.id, delivery.user_id, destination, delivery.callback_id, created_at, version
        FROM delivery LEFT JOIN event ON event.id = event_id AND event.user_id = delivery.user_id
        WHERE (destination, delivery.callback_id, created_at, version) IN (SELECT * FROM unnest($1, $2, $3, $4))
        AND subject <> {Erasing.Blank}
        """;

    private const string OvertakeStatement = $"""
        UPDATE delivery SET state = 'superseded', reason = '{Reasons.NewerResult}', due_at = NULL
        WHERE (destination, subject) IN (SELECT * FROM unnest($1, $2))
        AND state IN ('pending', 'retrying', 'unmatched', 'blocked') AND {Schema.HasNewer}
        """;

    /// <summary>Takes over events.</summary>
    /// <returns>How many were not there.</returns>
    public Task<int> WriteEventsAsync(IReadOnlyList<StoredEvent> events, CancellationToken cancel) => events.Count == 0
        ? Task.FromResult(0)
        : database.WriteAsync(session => WriteEventsAsync(session, events), cancel);

    /// <summary>Takes over the credentials that rotate: the newest of each is only in the source.</summary>
    public Task WriteCredentialsAsync(IReadOnlyList<(string Name, string Value)> credentials, CancellationToken cancel) =>
        WriteAsync(NamedValues.Credentials, credentials, cancel);

    /// <summary>Takes over how far the reconciliation has come.</summary>
    public Task WriteCursorsAsync(IReadOnlyList<(string Name, string Value)> cursors, CancellationToken cancel) =>
        WriteAsync(NamedValues.Cursors, cursors, cancel);

    /// <summary>Takes over the traces of those who were erased.</summary>
    public Task WriteErasedAsync(IReadOnlyList<(string Student, DateTimeOffset ErasedAt)> erased, CancellationToken cancel)
    {
        string[] traces = [.. erased.Select(each => each.Student)];
        long[] times = [.. erased.Select(each => each.ErasedAt.ToUnixTimeMilliseconds())];
        return database.WriteAsync(session => Erasing.RememberAsync(session, traces, times), cancel);
    }

    /// <summary>
    /// Takes over deliveries, with the accounts that their students are mapped to. One that was erased is not stored: nothing of it is of use, and its name is one that a row
    /// here needs for its own erasure. It is erased here instead.
    /// </summary>
    /// <returns>How many were not there.</returns>
    public async Task<int> WriteDeliveriesAsync(IReadOnlyList<StoredDelivery> deliveries, CancellationToken cancel)
    {
        StoredDelivery[] erased = [.. deliveries.Where(Erasing.IsErased)];
        if (erased.Length > 0)
            await EraseAsync(erased, cancel);

        StoredDelivery[] whole = [.. deliveries.Where(row => !Erasing.IsErased(row))];
        return whole.Length == 0
            ? 0
            : await database.WriteAsync(session => WriteDeliveriesAsync(session, whole), cancel);
    }

    /// <summary>
    /// Erases what the source has erased, where the rest of a row tells which it was: not if it fits several students. The
    /// event goes too, since the source may not have it any more.
    /// </summary>
    private async Task EraseAsync(StoredDelivery[] erased, CancellationToken cancel)
    {
        var found = await database.WriteAsync(session => FindErasedAsync(session, erased), cancel);
        var sure = found.GroupBy(row => row.Key).Where(rows => rows.DistinctBy(row => row.UserId).Count() == 1)
            .SelectMany(rows => rows).ToList();
        if (sure.Count == 0)
            return;

        long[] events = [.. sure.Select(row => row.EventId).OfType<long>().Distinct()];
        long[] rest = [.. sure.Select(row => row.Id)];
        await database.WriteAsync(session => Erasing.EventsAsync(session, events), cancel);
        await database.WriteAsync(session => Erasing.DeliveriesAsync(session, rest), cancel);
        string[] userIds = [.. sure.Select(row => row.UserId).OfType<string>().Distinct(StringComparer.Ordinal)];
        await database.WriteAsync(session => AccountMap.ForgetAsync(session, userIds), cancel);
    }

    private Task<bool> WriteAsync(NamedValues table, IReadOnlyList<(string Name, string Value)> values, CancellationToken cancel)
    {
        string[] names = [.. values.Select(each => each.Name)];
        string[] texts = [.. values.Select(each => each.Value)];
        return database.WriteAsync(
            async session =>
            {
                await using var import = session.Batch().Add(table.ImportStatement).Bind(names).Bind(texts);
                await import.ExecuteAsync(session.Cancel);
                return true;
            },
            cancel);
    }

    private static async Task<List<ErasedRow>> FindErasedAsync(Session session, StoredDelivery[] erased)
    {
        await using var find = session.Batch().Add(FindErasedStatement)
            .Bind(Column(erased, row => row.Destination))
            .Bind(Column(erased, row => row.CallbackId))
            .Bind(Column(erased, row => row.CreatedAt.ToUnixTimeMilliseconds()))
            .Bind(Column(erased, row => row.Version.ToUnixTimeMilliseconds()));
        return await find.ReadAsync(
            static row => new ErasedRow(
                row.Integer(0), row.IntegerOrNull(1), row.TextOrNull(2),
                (row.Text(3), row.Text(4), row.Integer(5), row.Integer(6))),
            session.Cancel);
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
            .Bind(Column(events, SectionOf))
            .Bind(Column(events, row => row.Body?.ToArray()))
            .LockLanes(userIds)
            .PlaceHeads(userIds);
        await store.ExecuteAsync(session.Cancel);

        string[] erased = [.. events.Where(row => row.BodyHash.Length == 0).Select(row => row.DedupKey)];
        if (erased.Length > 0)
        {
            await using var find = session.Batch()
                .Add("SELECT id, user_id FROM event WHERE dedup_key = ANY ($1)").Bind(erased);
            var rows = await find.ReadAsync(static row => (Id: row.Integer(0), UserId: row.TextOrNull(1)), session.Cancel);
            await Erasing.EventsInTransactionAsync(session, [.. rows.Select(row => row.Id)]);
            // The account of one who was only in a conflict with the erased comes back with the deliveries.
            await AccountMap.ForgetAsync(session, [.. rows.Select(row => row.UserId).OfType<string>()]);
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
            .Bind(Column(deliveries, row => row.RemoteId))
            .Bind(Column(deliveries, row => row.Request))
            .Bind(Column(deliveries, row => row.Rank))
            .Bind(Column(deliveries, row => row.Section))
            .Bind(Column(deliveries, row => row.Account))
            .ImportAccounts(Column(deliveries, UserOf), destinations, Column(deliveries, row => row.MappedTo))
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

    // Not from the source, which may be of an older program.
    private static string? SectionOf(StoredEvent row) =>
        row is { Body: { } body, UserId: not null } ? EnvelopeReader.Read(body.Span).Section : null;

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

    /// <summary>What a column of an event becomes, see <see cref="Newer"/>. One that was erased here stays so.</summary>
    private static string NewerEvent(string column, string? value = null) => Newer(column, value, """
        known.imported_as = concat_ws(' ', known.state, known.attempts, known.excused) AND known.body_hash <> ''
        AND excluded.attempts >= known.attempts AND excluded.excused >= known.excused
        """);

    /// <summary>What a column of a delivery becomes, see <see cref="Newer"/>.</summary>
    private static string NewerDelivery(string column, string? value = null) => Newer(column, value, """
        known.imported_at = known.updated_at AND excluded.attempts >= known.attempts
        """);

    /// <summary>
    /// What a column becomes: the source's value if nobody here has touched the row since it was taken over, which may
    /// open it again. Of a row that was touched and waits, if the source knows more: its end, or attempts since.
    /// </summary>
    private static string Newer(string column, string? value, string isUntouched) => $"""
        CASE WHEN {isUntouched} OR known.due_at IS NOT NULL AND (excluded.due_at IS NULL
            OR known.state NOT IN ('handling', 'sending') AND excluded.attempts > known.attempts)
            THEN {value ?? $"excluded.{column}"} ELSE known.{column} END
        """;

    private sealed record ErasedRow(
        long Id, long? EventId, string? UserId, (string Destination, string CallbackId, long CreatedAt, long Version) Key);
}
