using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Reconciling;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>The inbox's writes from an event's receipt to its end. Belongs to the writer's thread.</summary>
internal sealed class EventTable
{
    private const string Reconciled = ReconciledEvents.IdPrefix + "*";

    private static readonly string Completion = SectionCodes.Completion.ToLowerInvariant();
    private static readonly long Slack = (long)EventOrder.Slack.TotalMilliseconds;

    private readonly WriteSession _session;
    private readonly ReadyWork _ready;
    private readonly Lanes _lanes;
    private readonly Statement _store;
    private readonly Statement _hasBody;
    private readonly Statement _count;
    private readonly Statement _storeBody;
    private readonly Statement _due;
    private readonly Statement _lease;
    private readonly Statement _end;
    private readonly Statement _endLeases;

    public EventTable(WriteSession session, ReadyWork ready, Lanes lanes)
    {
        (_session, _ready, _lanes) = (session, ready, lanes);
        // Every accepted event runs these. None is one that SQLite can undo only with a journal of its own (an upsert,
        // a RETURNING, a foreign key): making and freeing that costs more than the write.
        _store = session.Prepare("""
            INSERT INTO event (dedup_key, key_hash, callback_id, event, user_id, format, body_hash, occurred_at, received_at,
                last_received_at, state, reason, due_at, is_head, section)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13, ?14)
            """);
        // An erased event has an empty hash: it takes every body for its own.
        _hasBody = session.Prepare("SELECT body_hash = ?2 OR body_hash = x'' FROM event WHERE id = ?1");
        _count = session.Prepare("""
            UPDATE event SET delivery_count = delivery_count + 1, last_received_at = max(last_received_at, ?2) WHERE id = ?1
            """);
        _storeBody = session.Prepare("INSERT INTO event_body (event_id, body) VALUES (?1, ?2)");
        _due = session.Prepare($"""
            SELECT id, callback_id, event, user_id, format, received_at, attempts, body, excused,
                event = '{SmarterMeasureEvents.Stopped}' AND EXISTS (SELECT 1 FROM event AS completed
                    WHERE completed.user_id = event.user_id AND completed.section = '{Completion}'
                    AND completed.state NOT IN ('quarantined', 'conflict')),
                {Schema.ResultEvents} AND EXISTS (SELECT 1 FROM event AS other
                    WHERE other.user_id = event.user_id AND other.section = event.section
                    AND other.order_at BETWEEN event.order_at - {Slack} AND event.order_at + {Slack}
                    AND other.id <> event.id AND other.state = 'handled'
                    AND other.reason IS NOT '{Reasons.ResultHandled}'
                    AND (other.callback_id GLOB '{Reconciled}') <> (event.callback_id GLOB '{Reconciled}'))
            FROM event CROSS JOIN event_body ON event_id = id -- CROSS keeps the order: heads first
            WHERE is_head = 1 AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2
            """);
        _lease = session.Prepare(
            "UPDATE event SET state = 'handling', attempts = attempts + 1, due_at = ?2 WHERE id = ?1");
        _end = session.Prepare("""
            UPDATE event SET state = ?3, reason = ?4, due_at = ?5, excused = excused + ?6, is_head = 0
            WHERE id = ?1 AND state = 'handling' AND attempts = ?2
            """);
        _endLeases = session.Prepare(
            "UPDATE event SET due_at = ?1 WHERE is_head = 1 AND state = 'handling' AND due_at > ?1");
    }

    /// <summary>Stores an event or counts its repetition.</summary>
    public Acceptance Accept(ReceivedEvent received, EventKey key)
    {
        if (_session.Keys.Find(key) is not { } known)
        {
            StoreNew(received, key);
            return Acceptance.New;
        }

        if (HasBody(known, received))
        {
            Count(known, received);
            return Acceptance.Duplicate;
        }

        var ofConflict = EventKey.Of(DedupKey.OfConflict(key.Text, received));
        if (_session.Keys.Find(ofConflict) is { } again)
            Count(again, received);
        else
            Store(received, ofConflict, EventState.Conflict, Reasons.SameIdOtherBody, leads: false);

        return Acceptance.Conflict;
    }

    /// <summary>Takes the heads that are due.</summary>
    public IReadOnlyList<LeasedEvent> Lease(int max, TimeSpan lease)
    {
        var leased = ReadDue(max);
        foreach (var taken in leased)
        {
            using var update = _lease.Start().Bind(taken.Id).Bind(_session.Now + (long)lease.TotalMilliseconds);
            update.Step();
        }

        return leased;
    }

    /// <summary>Ends a lease; false when it was lost.</summary>
    public bool End(LeasedEvent leased, EventState state, string? reason, DateTimeOffset? dueAt) =>
        End(leased, state, reason, dueAt?.ToUnixTimeMilliseconds(), excused: 0);

    /// <summary>Ends a lease without counting its attempt; false when it was lost.</summary>
    public bool GiveBack(LeasedEvent leased, string reason, DateTimeOffset dueAt) => End(
        leased, EventState.Retrying, reason, Math.Max(dueAt.ToUnixTimeMilliseconds(), _session.Now), excused: 1);

    /// <summary>Makes every leased event due at once: its holder is gone.</summary>
    public void EndLeases()
    {
        using var end = _endLeases.Start().Bind(_session.Now);
        end.Step();
        _ready.MarkEvent();
    }

    private bool End(LeasedEvent leased, EventState state, string? reason, long? dueAt, int excused)
    {
        using (var end = _end.Start().Bind(leased.Id).Bind(leased.Attempt).Bind(StateNames.Of(state)).Bind(reason)
            .Bind(dueAt).Bind(excused))
        {
            end.Step();
            if (_session.Changed == 0)
                return false;
        }

        _lanes.Advance(leased.UserId);
        return true;
    }

    private void StoreNew(ReceivedEvent received, EventKey key)
    {
        var (state, reason) = ArrivalRules.Judge(received.Envelope);
        var arrival = state == EventState.Received
            ? _lanes.Look(received.Envelope.UserId!, ArrivalRules.OrderAt(received))
            : default;
        Store(received, key, state, reason, arrival.Leads);
        _lanes.Enter(arrival);
    }

    private void Store(ReceivedEvent received, EventKey key, EventState state, string? reason, bool leads)
    {
        var envelope = received.Envelope;
        var receivedAt = received.ReceivedAt.ToUnixTimeMilliseconds();
        using (var row = _store.Start()
            .Bind(key.Text)
            .Bind(key.Hash)
            .Bind(envelope.CallbackId)
            .Bind(envelope.Event)
            .Bind(envelope.UserId)
            .Bind(StateNames.Of(envelope.Format))
            .BindBlob(received.BodyHash)
            .Bind(envelope.OccurredAt?.ToUnixTimeMilliseconds())
            .Bind(receivedAt)
            .Bind(StateNames.Of(state))
            .Bind(reason)
            .Bind(state == EventState.Received ? Math.Min(receivedAt, _session.Now) : null)
            .Bind(leads ? 1 : 0)
            .Bind(envelope.Section))
        {
            row.Step();
        }

        var id = _session.LastId;
        _session.Keys.Add(id, key);
        using var body = _storeBody.Start().Bind(id).BindBlob(received.Body.Span);
        body.Step();
    }

    private bool HasBody(long id, ReceivedEvent received)
    {
        using var found = _hasBody.Start().Bind(id).BindBlob(received.BodyHash);
        return found.Step() && found.Truth(0);
    }

    private void Count(long id, ReceivedEvent received)
    {
        using var count = _count.Start().Bind(id).Bind(received.ReceivedAt.ToUnixTimeMilliseconds());
        count.Step();
    }

    private List<LeasedEvent> ReadDue(int max)
    {
        var leased = new List<LeasedEvent>();
        using var due = _due.Start().Bind(_session.Now).Bind(max);
        while (due.Step())
        {
            leased.Add(new LeasedEvent
            {
                Id = due.Integer(0),
                CallbackId = due.Text(1),
                Event = due.Text(2),
                UserId = due.Text(3),
                Format = StateNames.FormatOf(due.Text(4)),
                ReceivedAt = due.Time(5),
                Attempt = (int)due.Integer(6) + 1,
                Body = due.Bytes(7).ToArray(),
                Excused = (int)due.Integer(8),
                FollowsCompletion = due.Integer(9) == 1,
                RepeatsResult = due.Integer(10) == 1,
            });
        }

        return leased;
    }
}
