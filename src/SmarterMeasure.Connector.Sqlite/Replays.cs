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
    private readonly Statement _queue;

    public Replays(WriteSession session, Lanes lanes)
    {
        (_session, _lanes) = (session, lanes);
        _find = session.Prepare($"SELECT {ReplayCandidate.Columns} FROM event WHERE id = ?1");
        // The attempts are the lease's token and never go back; that all are excused has the same effect.
        _queue = session.Prepare("""
            UPDATE event SET state = 'received', reason = NULL, excused = attempts, due_at = ?2,
                dedup_key = ?3, callback_id = ?4, event = ?5, user_id = ?6, format = ?7, occurred_at = ?8,
                section = ?9, key_hash = ?10
            WHERE id = ?1
            """);
    }

    /// <inheritdoc cref="IInboxOperations.ReplayAsync"/>
    public ReplayOutcome Replay(long id, Envelope envelope)
    {
        if (Find(id) is not { } row)
            return ReplayOutcome.Unknown;

        if (row.Refusal is { } refusal)
            return refusal;

        var (text, identity, userId) = row.As(envelope);
        var key = EventKey.Of(text);
        if (_session.Keys.Find(key) is { } holder && holder != id)
            return ReplayOutcome.AlreadyReceived;

        using (var queue = _queue.Start()
            .Bind(id)
            .Bind(_session.Now)
            .Bind(key.Text)
            .Bind(identity.CallbackId)
            .Bind(identity.Event)
            .Bind(userId)
            .Bind(StateNames.Of(identity.Format))
            .Bind(identity.OccurredAt?.ToUnixTimeMilliseconds())
            .Bind(envelope.Section)
            .Bind(key.Hash))
        {
            queue.Step();
        }

        if (key.Text != row.Key)
            _session.Keys.Change(id, key);

        _lanes.Mend(userId);
        return ReplayOutcome.Queued;
    }

    private ReplayCandidate? Find(long id)
    {
        using var row = _find.Start().Bind(id);
        return row.Step() ? ReplayCandidate.Read(row) : null;
    }
}
