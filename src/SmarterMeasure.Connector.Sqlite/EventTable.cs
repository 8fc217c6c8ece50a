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
    private readonly Statement _find;
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
            INSERT INTO event (dedup_key, callback_id, event, user_id, format, body_hash, occurred_at, received_at,
                last_received_at, state, reason, due_at, is_head, section)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT (dedup_key) DO NOTHING
            """);
        // An erased event has an empty hash: it takes every body for its own.
        _find = session.Prepare("SELECT id, body_hash = ?2 OR body_hash = x'' FROM event WHERE dedup_key = ?1");
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
    public Acceptance Accept(ReceivedEvent received, string key)
    {
        var (state, reason) = ArrivalRules.Judge(received.Envelope);
        var arrival = state == EventState.Received
            ? _lanes.Look(received.Envelope.UserId!, ArrivalRules.OrderAt(received))
            : default;
        if (TryStore(received, key, state, reason, arrival.Leads))
        {
            _lanes.Enter(arrival);
            return Acceptance.New;
        }

        return TryCount(received, key) ? Acceptance.Duplicate : AcceptConflict(received, key);
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

    /// <summary>Stores an event with its body, unless its key is taken.</summary>
    private bool TryStore(ReceivedEvent received, string key, EventState state, string? reason, bool leads)
    {
        var envelope = received.Envelope;
        var receivedAt = received.ReceivedAt.ToUnixTimeMilliseconds();
        using (var row = _store.Start()
            .Bind(key)
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
            if (_session.Changed == 0)
                return false;
        }

        using var body = _storeBody.Start().Bind(_session.LastId).BindBlob(received.Body.Span);
        body.Step();
        return true;
    }

    /// <summary>Counts a delivery on the row that has its key, unless that has another body.</summary>
    private bool TryCount(ReceivedEvent received, string key)
    {
        long id;
        using (var found = _find.Start().Bind(key).BindBlob(received.BodyHash))
        {
            found.Step();
            if (found.Integer(1) == 0)
                return false;

            id = found.Integer(0);
        }

        using var count = _count.Start().Bind(id).Bind(received.ReceivedAt.ToUnixTimeMilliseconds());
        count.Step();
        return true;
    }

    private Acceptance AcceptConflict(ReceivedEvent received, string key)
    {
        var ofConflict = DedupKey.OfConflict(key, received);
        if (!TryStore(received, ofConflict, EventState.Conflict, Reasons.SameIdOtherBody, leads: false))
            TryCount(received, ofConflict);

        return Acceptance.Conflict;
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
