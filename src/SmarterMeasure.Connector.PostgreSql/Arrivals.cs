using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Stores a group of events that have arrived, or counts their repetitions, in one transaction.</summary>
internal sealed class Arrivals(Session session)
{
    // Numbers are given in the order of arrival, rows are locked in the order of their keys. A row without a hash was
    // erased: any body that comes for it is its repetition.
    private const string StoreStatement = """
        WITH incoming AS MATERIALIZED (
            SELECT nextval('event_id_seq') AS id, arrived.*
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) WITH ORDINALITY
                AS arrived (dedup_key, callback_id, event, user_id, format, body_hash, occurred_at, received_at,
                    last_received_at, delivery_count, state, reason, due_at, section, body, number)),
        stored AS (
            INSERT INTO event AS known (id, dedup_key, callback_id, event, user_id, format, body_hash, occurred_at,
                received_at, last_received_at, delivery_count, state, reason, due_at, section)
            SELECT id, dedup_key, callback_id, event, user_id, format, body_hash, occurred_at,
                received_at, last_received_at, delivery_count, state, reason, due_at, section
            FROM incoming ORDER BY dedup_key
            ON CONFLICT (dedup_key) DO UPDATE SET
                delivery_count = known.delivery_count
                    + CASE WHEN known.body_hash IN (excluded.body_hash, '') THEN excluded.delivery_count ELSE 0 END,
                last_received_at = CASE WHEN known.body_hash IN (excluded.body_hash, '')
                    THEN greatest(known.last_received_at, excluded.last_received_at) ELSE known.last_received_at END
            RETURNING id, dedup_key, body_hash, state),
        kept AS (
            INSERT INTO event_body (event_id, body) SELECT id, body FROM incoming JOIN stored USING (id, dedup_key))
        SELECT incoming.number, stored.id, stored.id = incoming.id, stored.body_hash,
            stored.state IN ('received', 'handling', 'retrying')
        FROM incoming JOIN stored USING (dedup_key)
        """;

    /// <summary>Stores them and commits.</summary>
    /// <returns>What became of each.</returns>
    public async Task<Acceptance[]> StoreAsync(List<ReceivedEvent> received)
    {
        var outcomes = new Acceptance[received.Count];
        var bodies = Gather(received);
        var firsts = bodies.Where(body => body.IsFirstOfKey).ToList();
        await StoreAsync(firsts, begins: true);

        // What differs from the row that has its key goes to a row of its own; one statement meets a row only once.
        var later = new Dictionary<string, Arrival>(StringComparer.Ordinal);
        var keyed = firsts.ToDictionary(first => first.Key, StringComparer.Ordinal);
        foreach (var body in bodies)
        {
            var row = keyed[body.Key];
            var isOfRow = row.StoredHash.Length == 0 || row.StoredHash.AsSpan().SequenceEqual(body.Received.BodyHash);
            body.Outcome = !isOfRow ? Acceptance.Conflict : row == body && row.IsNew ? Acceptance.New : Acceptance.Duplicate;
            if (isOfRow && body.IsFirstOfKey)
                continue;

            var key = isOfRow ? body.Key : DedupKey.OfConflict(body.Key, body.Received);
            if (!later.TryGetValue(key, out var merged))
                later.Add(key, merged = isOfRow ? new Arrival(key, body.Received, session.Now) : Arrival.OfConflict(key, body.Received));

            merged.Add(body);
        }

        if (later.Count > 0)
            await StoreAsync([.. later.Values], begins: false);

        await CommitAsync(firsts);
        foreach (var body in bodies)
        {
            foreach (var index in body.Indexes)
                outcomes[index] = body.Outcome == Acceptance.New && index != body.Indexes[0] ? Acceptance.Duplicate : body.Outcome;
        }

        return outcomes;
    }

    /// <summary>One arrival for each different body of each key, in the order of the first of them.</summary>
    private List<Arrival> Gather(List<ReceivedEvent> received)
    {
        var bodies = new List<Arrival>();
        var known = new Dictionary<string, List<Arrival>>(StringComparer.Ordinal);
        for (var i = 0; i < received.Count; i++)
        {
            var key = DedupKey.Of(received[i]);
            if (!known.TryGetValue(key, out var ofKey))
                known.Add(key, ofKey = []);

            var same = ofKey.Find(body => body.Received.BodyHash.AsSpan().SequenceEqual(received[i].BodyHash));
            if (same is null)
            {
                same = new Arrival(key, received[i], session.Now) { IsFirstOfKey = ofKey.Count == 0 };
                ofKey.Add(same);
                bodies.Add(same);
            }

            same.Add(i, received[i]);
        }

        return bodies;
    }

    private async Task StoreAsync(List<Arrival> arrivals, bool begins)
    {
        await using var batch = session.Batch();
        if (begins)
            batch.Begin();

        batch.Add(StoreStatement)
            .Bind(arrivals.ConvertAll(each => each.Key).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Received.Envelope.CallbackId).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Received.Envelope.Event).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Received.Envelope.UserId).ToArray())
            .Bind(arrivals.ConvertAll(each => StateNames.Of(each.Received.Envelope.Format)).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Received.BodyHash).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Received.Envelope.OccurredAt?.ToUnixTimeMilliseconds()).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Received.ReceivedAt.ToUnixTimeMilliseconds()).ToArray())
            .Bind(arrivals.ConvertAll(each => each.LastReceivedAt).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Count).ToArray())
            .Bind(arrivals.ConvertAll(each => StateNames.Of(each.State)).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Reason).ToArray())
            .Bind(arrivals.ConvertAll(each => each.DueAt).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Received.Envelope.Section).ToArray())
            .Bind(arrivals.ConvertAll(each => each.Received.Body.Memory).ToArray());
        var rows = await batch.ReadAsync(
            static row => (Number: row.Integer(0), Id: row.Integer(1), IsNew: row.Truth(2), Hash: row.Copy(3), IsOpen: row.Truth(4)),
            session.Cancel);
        foreach (var row in rows)
        {
            arrivals[(int)row.Number - 1].Settle(row.Id, row.IsNew, row.Hash);
            if (row.IsOpen)
                session.MarkEvent(); // Also of a repetition: a worker may have passed over the row while it was locked.
        }
    }

    private async Task CommitAsync(List<Arrival> firsts)
    {
        await using var batch = session.Batch();
        var lanes = firsts
            .Where(first => first is { IsNew: true, State: EventState.Received })
            .GroupBy(first => first.Received.Envelope.UserId!, StringComparer.Ordinal)
            .ToList();
        if (lanes.Count > 0)
        {
            var userIds = lanes.ConvertAll(lane => lane.Key).ToArray();
            batch.LockLanes(userIds).PlaceHeads(
                userIds,
                lanes.ConvertAll(lane => lane.Min(each => each.OrderAt)).ToArray(),
                lanes.ConvertAll(lane => lane.Min(each => each.Id)).ToArray());
        }

        await batch.Commit().ExecuteAsync(session.Cancel);
    }

    /// <summary>What arrived under one key with one body, once or more often.</summary>
    private sealed class Arrival
    {
        public Arrival(string key, ReceivedEvent received, long now)
        {
            (Key, Received) = (key, received);
            (State, Reason) = ArrivalRules.Judge(received.Envelope);
            DueAt = State == EventState.Received ? now : null;
        }

        public string Key { get; }

        public ReceivedEvent Received { get; }

        public EventState State { get; private init; }

        public string? Reason { get; private init; }

        public long? DueAt { get; private init; }

        public bool IsFirstOfKey { get; init; }

        /// <summary>Where its events stand in the group.</summary>
        public List<int> Indexes { get; } = [];

        public int Count { get; private set; }

        public long LastReceivedAt { get; private set; }

        public long OrderAt => ArrivalRules.OrderAt(Received);

        public Acceptance Outcome { get; set; }

        public long Id { get; private set; }

        public bool IsNew { get; private set; }

        /// <summary>The hash of the row that has the key; empty when it was erased.</summary>
        public byte[] StoredHash { get; private set; } = [];

        public static Arrival OfConflict(string key, ReceivedEvent received) => new(key, received, now: 0)
        {
            State = EventState.Conflict,
            Reason = Reasons.SameIdOtherBody,
            DueAt = null,
        };

        public void Add(int index, ReceivedEvent received)
        {
            Indexes.Add(index);
            Count++;
            LastReceivedAt = Math.Max(LastReceivedAt, received.ReceivedAt.ToUnixTimeMilliseconds());
        }

        public void Add(Arrival other)
        {
            Count += other.Count;
            LastReceivedAt = Math.Max(LastReceivedAt, other.LastReceivedAt);
        }

        public void Settle(long id, bool isNew, byte[] storedHash) => (Id, IsNew, StoredHash) = (id, isNew, storedHash);
    }
}
