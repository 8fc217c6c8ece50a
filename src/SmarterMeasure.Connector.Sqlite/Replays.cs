using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Puts events that came to their end back in their lanes. Belongs to the writer's thread.</summary>
internal sealed class Replays
{
    private readonly WriteSession _session;
    private readonly Lanes _lanes;
    private readonly Statement _find;
    private readonly Statement _isTaken;
    private readonly Statement _queue;

    public Replays(WriteSession session, Lanes lanes)
    {
        (_session, _lanes) = (session, lanes);
        _find = session.Prepare("""
            SELECT state, dedup_key, callback_id, event, user_id, format, occurred_at, body_hash,
                EXISTS (SELECT 1 FROM event_body WHERE event_id = id)
            FROM event WHERE id = ?1
            """);
        _isTaken = session.Prepare("SELECT 1 FROM event WHERE dedup_key = ?1 AND id <> ?2");
        // The attempts are the lease's token and never go back; that all are excused has the same effect.
        _queue = session.Prepare("""
            UPDATE event SET state = 'received', reason = NULL, excused = attempts, due_at = ?2,
                dedup_key = ?3, callback_id = ?4, event = ?5, user_id = ?6, format = ?7, occurred_at = ?8
            WHERE id = ?1
            """);
    }

    /// <inheritdoc cref="IInboxOperations.ReplayAsync"/>
    public ReplayOutcome Replay(long id, Envelope envelope)
    {
        if (Find(id) is not { } row)
            return ReplayOutcome.Unknown;

        if (row.State is EventState.Received or EventState.Handling or EventState.Retrying)
            return ReplayOutcome.Underway;

        if (row.IsErased)
            return ReplayOutcome.Erased;

        var identity = row.Identity;
        if (row.State == EventState.Quarantined || DedupKey.IsOfBody(row.Key))
        {
            identity = envelope;
            var key = DedupKey.IsOfConflict(row.Key) ? row.Key : DedupKey.Of(envelope, row.BodyHash);
            if (IsTaken(key, id))
                return ReplayOutcome.AlreadyReceived;

            row = row with { Key = key };
        }

        var userId = identity.UserId ?? envelope.UserId!;
        using (var queue = _queue.Start()
            .Bind(id)
            .Bind(_session.Now)
            .Bind(row.Key)
            .Bind(identity.CallbackId)
            .Bind(identity.Event)
            .Bind(userId)
            .Bind(StateNames.Of(identity.Format))
            .Bind(identity.OccurredAt?.ToUnixTimeMilliseconds()))
        {
            queue.Step();
        }

        _lanes.Mend(userId);
        return ReplayOutcome.Queued;
    }

    private Row? Find(long id)
    {
        using var row = _find.Start().Bind(id);
        if (!row.Step())
            return null;

        var identity = new Envelope
        {
            CallbackId = row.TextOrNull(2),
            Event = row.TextOrNull(3),
            UserId = row.TextOrNull(4),
            Format = StateNames.FormatOf(row.Text(5)),
            OccurredAt = row.TimeOrNull(6),
        };
        return new Row(
            StateNames.EventStateOf(row.Text(0)), row.Text(1), identity, row.Bytes(7).ToArray(), row.Integer(8) == 0);
    }

    private bool IsTaken(string key, long id)
    {
        using var other = _isTaken.Start().Bind(key).Bind(id);
        return other.Step();
    }

    private sealed record Row(EventState State, string Key, Envelope Identity, byte[] BodyHash, bool IsErased);
}
