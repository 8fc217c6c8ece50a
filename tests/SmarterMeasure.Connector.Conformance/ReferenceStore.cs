using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>The rules of inbox and ledger in their plainest form: lists in memory, no index, no concern for speed.</summary>
internal sealed partial class ReferenceStore
{
    private int _lastId;

    public List<EventRow> Events { get; } = [];

    public List<DeliveryRow> Deliveries { get; } = [];

    /// <param name="identity">Null when the body is unsound.</param>
    /// <param name="body">The body.</param>
    /// <param name="now">The time.</param>
    public Acceptance Accept(EventIdentity? identity, string body, DateTimeOffset now)
    {
        var key = identity is null ? new EventKey(null, null, body) : new EventKey(identity.CallbackId, identity.Name, null);
        var state = identity is null ? EventState.Quarantined : EventState.Received;
        if (Events.Find(row => row.Key == key) is not { } known)
            return Add(key, state);

        if (known.Body is null || known.Body == body)
            return Count(known, Acceptance.Duplicate);

        key = key with { Body = body };
        if (Events.Find(row => row.Key == key) is { } conflict)
            return Count(conflict, Acceptance.Conflict);

        Add(key, EventState.Conflict);
        return Acceptance.Conflict;

        Acceptance Add(EventKey key, EventState state)
        {
            Events.Add(new EventRow
            {
                Id = ++_lastId,
                Key = key,
                Identity = identity,
                Body = body,
                State = state,
                ReceivedAt = now,
                LastReceivedAt = now,
                DueAt = now,
            });
            return Acceptance.New;
        }

        Acceptance Count(EventRow row, Acceptance outcome)
        {
            (row.Count, row.LastReceivedAt) = (row.Count + 1, now);
            return outcome;
        }
    }

    public List<EventRow> Lease(int max, TimeSpan lease, DateTimeOffset now)
    {
        var heads = Events
            .Where(row => row.IsOpen)
            .GroupBy(row => row.Identity!.User)
            .Select(lane => lane.FirstOrDefault(row => row.State == EventState.Handling)
                ?? lane.Where(row => row.OrderAt <= lane.Min(each => each.OrderAt) + EventOrder.Slack)
                    .OrderBy(row => row.Id).First());
        var taken = heads.Where(row => row.DueAt <= now).OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(max).ToList();
        foreach (var row in taken)
            (row.State, row.Attempts, row.DueAt) = (EventState.Handling, row.Attempts + 1, now + lease);

        return taken;
    }

    public bool FollowsCompletion(EventRow row) => row.Identity!.Name == SmarterMeasureEvents.Stopped && Events.Exists(
        other => other.Identity is { Name: SmarterMeasureEvents.Completed, User: { } user } && user == row.Identity.User
            && other.State is not (EventState.Quarantined or EventState.Conflict));

    public static bool End(EventRow row, int attempt, EventState state, DateTimeOffset dueAt, bool excuse = false)
    {
        if (row.State != EventState.Handling || row.Attempts != attempt)
            return false;

        (row.State, row.DueAt, row.Excused) = (state, dueAt, row.Excused + (excuse ? 1 : 0));
        return true;
    }

    public void TakeOver(DateTimeOffset now)
    {
        foreach (var row in Events.Where(row => row.State == EventState.Handling && row.DueAt > now))
            row.DueAt = now;
    }

    public ReplayOutcome Replay(EventRow row, EventIdentity reading, DateTimeOffset now)
    {
        if (row.IsOpen)
            return ReplayOutcome.Underway;

        if (row.Body is null)
            return ReplayOutcome.Erased;

        if (row.Key.CallbackId is null || row.State == EventState.Quarantined)
        {
            var key = row.Key.IsOfConflict ? row.Key : new EventKey(reading.CallbackId, reading.Name, null);
            if (Events.Exists(other => other != row && other.Key == key))
                return ReplayOutcome.AlreadyReceived;

            (row.Key, row.Identity) = (key, reading);
        }

        (row.State, row.DueAt, row.Excused) = (EventState.Received, now, row.Attempts);
        return ReplayOutcome.Queued;
    }

    public static bool Discard(EventRow row)
    {
        if (row.State is not (EventState.Quarantined or EventState.Conflict or EventState.Retrying))
            return false;

        row.State = EventState.Dead;
        return true;
    }

    public int Purge(DateTimeOffset before)
    {
        var gone = Events.Where(row => !row.IsOpen && row.LastReceivedAt < before
            && !Deliveries.Exists(delivery => delivery.Cause == row && delivery.IsOpen)).ToList();
        Events.RemoveAll(gone.Contains);
        foreach (var delivery in Deliveries.Where(row => row.Cause is { } cause && gone.Contains(cause)))
            (delivery.Cause, delivery.HasResult, delivery.Request) = (null, false, null);
        Deliveries.RemoveAll(row => row.Cause is null && (row.User is null || (HasNewer(row) && !HoldsAccount(row))));
        return gone.Count;
    }

    public Erasure Erase(string user)
    {
        var events = Events.Where(row => row.Body is { } body
            && (row.Identity is { } identity ? identity.User == user : body.Contains(user, StringComparison.Ordinal))).ToList();
        events.AddRange([.. Events.Where(row => row.Body is not null && row.Key.IsOfConflict && !events.Contains(row)
            && events.Exists(of => of.Key == row.Key with { Body = null }))]);
        foreach (var row in events)
        {
            row.State = row.IsOpen ? EventState.Dead : row.State;
            (row.Body, row.Identity) = (null, row.Identity is { } identity ? identity with { User = null } : null);
        }

        var deliveries = Deliveries.Where(row => row.User is not null
            && (row.User == user || (row.Cause is { } cause && events.Contains(cause)))).ToList();
        foreach (var row in deliveries)
        {
            row.State = row.IsOpen ? Ledger.DeliveryState.Dead : row.State;
            (row.User, row.Operation, row.Subject, row.HasResult) = (null, $"erased:{row.Id}", $"erased:{row.Id}", false);
            (row.RemoteId, row.Request, row.Account, row.Section) = (null, null, null, null);
        }

        _accounts.Remove(user);

        return new Erasure(events.Count, deliveries.Count);
    }
}
