using Npgsql;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>The inbox as its operators see it.</summary>
internal sealed class PostgreSqlInboxOperations(Database database) : IInboxOperations
{
    // The attempts are the lease's token and never go back; that all are excused has the same effect.
    private const string QueueStatement = """
        UPDATE event SET state = 'received', reason = NULL, excused = attempts, due_at = $2,
            dedup_key = $3, callback_id = $4, event = $5, user_id = $6, format = $7, occurred_at = $8
        WHERE id = $1
        """;

    /// <inheritdoc/>
    public IAsyncEnumerable<EventSummary> ListAsync(EventFilter filter, CancellationToken cancel) =>
        database.ReadPagedAsync(EventReading.Summaries(filter), cancel);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadAsync(EventFilter filter, CancellationToken cancel) =>
        database.ReadPagedAsync(EventReading.Whole(filter), cancel);

    /// <inheritdoc/>
    public Task<ReplayOutcome> ReplayAsync(long id, Envelope envelope, CancellationToken cancel)
    {
        if (envelope is not { QuarantineReason: null, CallbackId: not null, Event: not null, UserId: not null })
            throw new ArgumentException("Only a sound envelope can go to a handler.", nameof(envelope));

        return database.WriteAsync(session => ReplayAsync(session, id, envelope), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(long id, CancellationToken cancel) =>
        database.WriteAsync(session => DiscardAsync(session, id), cancel);

    private static async Task<ReplayOutcome> ReplayAsync(Session session, long id, Envelope envelope)
    {
        if (await FindAsync(session, id) is not { } row)
            return ReplayOutcome.Unknown;

        if (row.State is EventState.Received or EventState.Handling or EventState.Retrying)
            return ReplayOutcome.Underway;

        if (row.IsErased)
            return ReplayOutcome.Erased;

        var (key, identity) = (row.Key, row.Identity);
        if (row.State == EventState.Quarantined || DedupKey.IsOfBody(row.Key))
        {
            identity = envelope;
            key = DedupKey.IsOfConflict(row.Key) ? row.Key : DedupKey.Of(envelope, row.BodyHash);
        }

        var userId = identity.UserId ?? envelope.UserId!;
        try
        {
            await using var queue = session.Batch().Add(QueueStatement)
                .Bind(id)
                .Bind(session.Now)
                .Bind(key)
                .BindText(identity.CallbackId)
                .BindText(identity.Event)
                .Bind(userId)
                .Bind(StateNames.Of(identity.Format))
                .BindNumber(identity.OccurredAt?.ToUnixTimeMilliseconds());
            await queue.ExecuteAsync(session.Cancel);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return ReplayOutcome.AlreadyReceived;
        }

        await using var batch = session.Batch().LockLanes([userId]).PlaceHeads([userId]).Commit();
        await batch.ExecuteAsync(session.Cancel);
        session.MarkEvent();
        return ReplayOutcome.Queued;
    }

    private static async Task<bool> DiscardAsync(Session session, long id)
    {
        await using var discard = session.Batch().Begin().Add("""
            UPDATE event SET state = 'dead', reason = 'discarded', due_at = NULL
            WHERE id = $1 AND state IN ('quarantined', 'conflict', 'retrying') RETURNING user_id
            """).Bind(id);
        var rows = await discard.ReadAsync(static row => row.TextOrNull(0), session.Cancel);
        if (rows is not [var userId])
            return false;

        await using var batch = session.Batch();
        if (userId is not null)
            batch.LockLanes([userId]).PlaceHeads([userId]);

        await batch.Commit().ExecuteAsync(session.Cancel);
        session.MarkEvent();
        return true;
    }

    private static async Task<Row?> FindAsync(Session session, long id)
    {
        await using var find = session.Batch().Begin().Add("""
            SELECT state, dedup_key, callback_id, event, user_id, format, occurred_at, body_hash,
                EXISTS (SELECT FROM event_body WHERE event_id = id)
            FROM event WHERE id = $1 FOR UPDATE
            """).Bind(id);
        var rows = await find.ReadAsync(
            static row => new Row(
                StateNames.EventStateOf(row.Text(0)),
                row.Text(1),
                new Envelope
                {
                    CallbackId = row.TextOrNull(2),
                    Event = row.TextOrNull(3),
                    UserId = row.TextOrNull(4),
                    Format = StateNames.FormatOf(row.Text(5)),
                    OccurredAt = row.TimeOrNull(6),
                },
                row.Bytes(7),
                IsErased: !row.Truth(8)),
            session.Cancel);
        return rows is [var only] ? only : null;
    }

    private sealed record Row(EventState State, string Key, Envelope Identity, byte[] BodyHash, bool IsErased);
}
