using System.Text.Json;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// What workers do with the ledger's table. Of one subject at most one row is open (pending, retrying, unmatched or blocked), the
/// newest by (rank, id), and besides it an older one may still be under way. Whoever opens a row, or stores one,
/// holds the subject's advisory lock: it must see every newer one, and be seen by it.
/// </summary>
internal static class DeliveryTable
{
    /// <summary>The request that stays when a delivery is shadowed no longer: what one in shadow wrote down was never sent.</summary>
    public const string SentRequest = "CASE WHEN delivery.state = 'shadowed' THEN NULL ELSE request END";

    private const string SubjectLock = "pg_advisory_xact_lock(hashtextextended(destination || chr(31) || subject, 0))";

    private const string LockSubjectsStatement = $"""
        SELECT {SubjectLock} FROM (
            SELECT DISTINCT destination, subject FROM unnest($1, $2) AS each (destination, subject)
            ORDER BY destination, subject) AS ordered
        """;

    private const string LockSubjectsOfStudentStatement = $"""
        SELECT {SubjectLock} FROM (
            SELECT DISTINCT destination, subject FROM delivery WHERE user_id = $1 AND destination = $2
            ORDER BY destination, subject) AS ordered
        """;

    private const string LockSubjectOfStatement = $"SELECT {SubjectLock} FROM delivery WHERE id = $1";

    // Due no earlier than what it overtakes: the destination may still be at work on that. And with its account, so that another
    // registration of the student waits for the same.
    private const string StoreStatement = $"""
        WITH stored AS (
            INSERT INTO delivery (event_id, callback_id, destination, operation, subject, user_id, version, payload,
                state, reason, due_at, created_at, updated_at, rank, section, account)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8,
                CASE WHEN overtaken THEN 'superseded' ELSE 'pending' END,
                CASE WHEN overtaken THEN '{Reasons.NewerResult}' END,
                CASE WHEN NOT overtaken THEN greatest($9, (SELECT max(due_at) FROM delivery
                    WHERE destination = $3 AND subject = $5 AND state IN ('pending', 'retrying'))) END, $9, $9, $10, $11,
                (SELECT max(account) FROM delivery WHERE destination = $3 AND subject = $5 AND {Schema.OpenDeliveries})
            FROM (SELECT EXISTS (SELECT FROM delivery WHERE destination = $3 AND subject = $5 AND {Schema.Rank} > $10)
                AS overtaken) AS known
            ON CONFLICT (destination, operation) DO NOTHING
            RETURNING id, state)
        UPDATE delivery SET state = 'superseded', reason = '{Reasons.NewerResult}', due_at = NULL, updated_at = $9,
            request = {SentRequest}
        FROM stored
        WHERE stored.state = 'pending' AND destination = $3 AND subject = $5 AND delivery.id <> stored.id
        AND delivery.state IN ('pending', 'retrying', 'unmatched', 'blocked', 'dead', 'shadowed')
        """;

    // What was under way when its worker died, and is overtaken by now, is not sent again.
    private const string DropExpiredStatement = $"""
        UPDATE delivery SET state = 'superseded', reason = '{Reasons.NewerResult}', due_at = NULL, updated_at = $2
        WHERE id IN (SELECT id FROM delivery
            WHERE destination = $1 AND state = 'sending' AND due_at <= $2 AND {Schema.HasNewer}
            FOR UPDATE SKIP LOCKED)
        """;

    private const string LeaseStatement = $"""
        WITH taken AS MATERIALIZED (
            SELECT id, due_at, state = 'sending' AS is_unclear FROM delivery
            WHERE destination = $1 AND due_at <= $2
            AND NOT (state = 'sending' AND {Schema.HasNewer})
            AND NOT EXISTS (SELECT FROM delivery AS other
                WHERE other.destination = $1 AND other.state = 'sending'
                AND other.subject = delivery.subject AND other.id <> delivery.id)
            ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED),
        leased AS (
            UPDATE delivery SET state = 'sending', attempts = attempts + 1, due_at = $4, updated_at = $2
            FROM taken WHERE delivery.id = taken.id
            RETURNING delivery.*, taken.due_at AS was_due_at, is_unclear)
        SELECT id, callback_id, operation, attempts, failures, payload, remote_id,
            (SELECT account FROM account_map WHERE account_map.user_id = leased.user_id AND destination = $1), is_unclear
        FROM leased ORDER BY was_due_at, id
        """;

    // One that found nobody is due at once if its student was mapped while it was under way. What overtook an attempt waits as
    // long as its repetition would have: the destination may still be at work on it.
    private const string SettleStatement = $"""
        WITH settled AS (UPDATE delivery SET
            state = CASE WHEN overtaken THEN 'superseded' ELSE $3 END,
            reason = CASE WHEN overtaken THEN '{Reasons.NewerResult}' ELSE $4 END,
            due_at = CASE WHEN overtaken THEN NULL
                WHEN $3 IN ('unmatched', 'blocked') AND EXISTS (SELECT FROM account_map
                    WHERE account_map.user_id = delivery.user_id AND account_map.destination = delivery.destination
                    AND account_map.account IS DISTINCT FROM $8) THEN $7
                ELSE $5 END,
            failures = failures + $6,
            updated_at = $7,
            remote_id = coalesce($9, remote_id),
            request = CASE WHEN $3 <> 'shadowed' THEN coalesce($10, request) WHEN overtaken THEN request ELSE $10 END
        FROM (SELECT id AS settled_id, $3 <> 'delivered' AND {Schema.HasNewer} AS overtaken FROM delivery WHERE id = $1) AS known
        WHERE id = settled_id AND state = 'sending' AND attempts = $2
        RETURNING id, destination, subject, account, section, overtaken),
        postponed AS (UPDATE delivery SET due_at = $5
        FROM settled
        WHERE overtaken AND $3 = 'retrying'
        AND delivery.destination = settled.destination AND delivery.subject = settled.subject
        AND delivery.state IN ('pending', 'retrying', 'unmatched', 'blocked') AND delivery.due_at < $5),
        released AS ({AccountClaims.ReleaseWaiting})
        SELECT id FROM settled
        """;

    /// <summary>Adds statements that store what a handled event wants delivered.</summary>
    public static void Store(
        Session session, StatementBatch batch, LeasedEvent cause, IReadOnlyList<NewDelivery> deliveries, string[] payloads)
    {
        if (deliveries.Count == 0)
            return;

        batch.LockSubjects(
            [.. deliveries.Select(each => each.Destination)], [.. deliveries.Select(each => each.Subject)]);
        for (var i = 0; i < payloads.Length; i++)
        {
            batch.Add(StoreStatement)
                .Bind(cause.Id)
                .Bind(cause.CallbackId)
                .Bind(deliveries[i].Destination)
                .Bind(deliveries[i].Operation)
                .Bind(deliveries[i].Subject)
                .Bind(deliveries[i].Result.Student.UserId)
                .Bind(deliveries[i].Version.ToUnixTimeMilliseconds())
                .Bind(payloads[i])
                .Bind(session.Now)
                .Bind(deliveries[i].Rank)
                .Bind(deliveries[i].Result.Section.ToLowerInvariant());
            session.MarkDelivery(deliveries[i].Destination);
        }
    }

    /// <summary>Takes deliveries that are due.</summary>
    public static async Task<IReadOnlyList<Delivery>> LeaseAsync(
        Session session, string destination, int max, TimeSpan lease)
    {
        await using var batch = session.Batch()
            .Add(DropExpiredStatement).Bind(destination).Bind(session.Now)
            .Add(LeaseStatement).Bind(destination).Bind(session.Now).Bind((long)max)
            .Bind(session.Now + (long)lease.TotalMilliseconds);
        return await batch.ReadAsync(
            row => new Delivery
            {
                Id = row.Integer(0),
                CallbackId = row.Text(1),
                Destination = destination,
                Operation = row.Text(2),
                Attempt = row.Count(3),
                Failures = row.Count(4),
                Result = JsonSerializer.Deserialize(row.Text(5), LedgerJson.Default.SectionResult)!,
                RemoteId = row.TextOrNull(6),
                MappedTo = row.TextOrNull(7),
                IsUnclear = row.Truth(8),
            },
            session.Cancel);
    }

    /// <summary>Ends an attempt; false when its lease was lost.</summary>
    public static async Task<bool> SettleAsync(Session session, Delivery delivery, Settlement settlement)
    {
        var isOpen = settlement.State is DeliveryState.Retrying or DeliveryState.Unmatched or DeliveryState.Blocked;
        await using var batch = session.Batch()
            .LockSubjectOf(delivery.Id)
            .Add(SettleStatement)
            .Bind(delivery.Id)
            .Bind(delivery.Attempt)
            .Bind(StateNames.Of(settlement.State))
            .BindText(settlement.Reason)
            .BindNumber(isOpen ? session.TimeOf(settlement.DueAt) : null)
            .Bind(settlement.IsFailure ? 1 : 0)
            .Bind(session.Now)
            .BindText(delivery.MappedTo)
            .BindText(settlement.RemoteId)
            .BindText(settlement.Request);
        if ((await batch.ReadAsync(static row => row.Integer(0), session.Cancel, set: 1)).Count == 0)
            return false;

        session.MarkDelivery(delivery.Destination); // A newer one of its subject may have waited for it.
        return true;
    }

    /// <summary>Locks subjects of destinations. Gives a set of rows without meaning.</summary>
    public static StatementBatch LockSubjects(this StatementBatch batch, string[] destinations, string[] subjects) =>
        batch.Add(LockSubjectsStatement).Bind(destinations).Bind(subjects);

    /// <summary>Locks a student's subjects at a destination. Gives a set of rows without meaning.</summary>
    public static StatementBatch LockSubjectsOf(this StatementBatch batch, string userId, string destination) =>
        batch.Add(LockSubjectsOfStudentStatement).Bind(userId).Bind(destination);

    /// <summary>Locks the subject of a delivery. Gives a set of rows without meaning.</summary>
    public static StatementBatch LockSubjectOf(this StatementBatch batch, long id) =>
        batch.Add(LockSubjectOfStatement).Bind(id);
}
