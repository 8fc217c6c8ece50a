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
            dedup_key = $3, callback_id = $4, event = $5, user_id = $6, format = $7, occurred_at = $8,
            section = $9
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
        ReplayCandidate.RequireSound(envelope);
        return database.WriteAsync(session => ReplayAsync(session, id, envelope), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(long id, CancellationToken cancel) =>
        database.WriteAsync(session => DiscardAsync(session, id), cancel);

    private static async Task<ReplayOutcome> ReplayAsync(Session session, long id, Envelope envelope)
    {
        if (await FindAsync(session, id) is not { } row)
            return ReplayOutcome.Unknown;

        if (row.Refusal is { } refusal)
            return refusal;

        var (key, identity, userId) = row.As(envelope);
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
                .BindNumber(identity.OccurredAt?.ToUnixTimeMilliseconds())
                .BindText(envelope.Section);
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
        await using var discard = session.Batch().Begin().Add($"""
            UPDATE event SET state = 'dead', reason = '{Reasons.Discarded}', due_at = NULL
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

    private static async Task<ReplayCandidate?> FindAsync(Session session, long id)
    {
        await using var find = session.Batch().Begin()
            .Add($"SELECT {ReplayCandidate.Columns} FROM event WHERE id = $1 FOR UPDATE").Bind(id);
        var rows = await find.ReadAsync(static row => ReplayCandidate.Read(row), session.Cancel);
        return rows is [var only] ? only : null;
    }
}
