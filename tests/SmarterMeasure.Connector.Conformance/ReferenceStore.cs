using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>The rules of inbox and ledger in their plainest form: lists in memory, no index, no concern for speed.</summary>
internal sealed class ReferenceStore
{
    public List<EventRow> Events { get; } = [];

    public List<DeliveryRow> Deliveries { get; } = [];

    public Acceptance Accept(string id, string user, string body, DateTimeOffset orderAt, DateTimeOffset now)
    {
        var same = Events.Where(row => row.CallbackId == id).ToList();
        if (same.Find(row => row.Body == body) is { } known)
        {
            known.Count++;
            return known.State == EventState.Conflict ? Acceptance.Conflict : Acceptance.Duplicate;
        }

        Events.Add(new EventRow
        {
            Id = Events.Count,
            CallbackId = id,
            User = user,
            Body = body,
            OrderAt = orderAt,
            DueAt = now,
            State = same.Count == 0 ? EventState.Received : EventState.Conflict,
        });
        return same.Count == 0 ? Acceptance.New : Acceptance.Conflict;
    }

    public List<EventRow> Lease(int max, TimeSpan lease, DateTimeOffset now)
    {
        var heads = Events
            .Where(row => row.State is EventState.Received or EventState.Handling or EventState.Retrying)
            .GroupBy(row => row.User)
            .Select(lane => lane.FirstOrDefault(row => row.State == EventState.Handling)
                ?? lane.Where(row => row.OrderAt <= lane.Min(each => each.OrderAt) + EventOrder.Slack)
                    .OrderBy(row => row.Id).First());
        var taken = heads.Where(row => row.DueAt <= now).OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(max).ToList();
        foreach (var row in taken)
            (row.State, row.Attempts, row.DueAt) = (EventState.Handling, row.Attempts + 1, now + lease);

        return taken;
    }

    public static bool End(EventRow row, int attempt, EventState state, DateTimeOffset dueAt)
    {
        if (row.State != EventState.Handling || row.Attempts != attempt)
            return false;

        (row.State, row.DueAt) = (state, dueAt);
        return true;
    }

    public void Store(NewDelivery delivery, DateTimeOffset now)
    {
        if (Deliveries.Exists(row => row.Operation == delivery.Operation))
            return;

        var ofSubject = Deliveries.Where(row => row.Subject == delivery.Subject).ToList();
        var isOvertaken = ofSubject.Exists(row => row.Version > delivery.Version);
        if (!isOvertaken)
        {
            foreach (var row in ofSubject.Where(row => row.State is not (DeliveryState.Delivered or DeliveryState.Sending)))
                row.State = DeliveryState.Superseded;
        }

        Deliveries.Add(new DeliveryRow
        {
            Id = Deliveries.Count,
            Operation = delivery.Operation,
            Subject = delivery.Subject,
            Version = delivery.Version,
            DueAt = now,
            State = isOvertaken ? DeliveryState.Superseded : DeliveryState.Pending,
        });
    }

    public List<DeliveryRow> LeaseDeliveries(int max, TimeSpan lease, DateTimeOffset now)
    {
        foreach (var row in Deliveries.Where(row => row.State == DeliveryState.Sending && row.DueAt <= now && HasNewer(row)))
            row.State = DeliveryState.Superseded;

        var taken = Deliveries
            .Where(row => row.DueAt <= now && row.State is DeliveryState.Pending or DeliveryState.Retrying
                or DeliveryState.Unmatched or DeliveryState.Sending)
            .Where(row => row.DueAt <= now && !Deliveries.Exists(
                other => other != row && other.Subject == row.Subject && other.State == DeliveryState.Sending))
            .OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(max).ToList();
        foreach (var row in taken)
            (row.State, row.Attempts, row.DueAt) = (DeliveryState.Sending, row.Attempts + 1, now + lease);

        return taken;
    }

    public bool Settle(DeliveryRow row, int attempt, Settlement settlement)
    {
        if (row.State != DeliveryState.Sending || row.Attempts != attempt)
            return false;

        row.State = settlement.State != DeliveryState.Delivered && HasNewer(row)
            ? DeliveryState.Superseded
            : settlement.State;
        row.DueAt = settlement.DueAt;
        row.Failures += settlement.IsFailure ? 1 : 0;
        return true;
    }

    private bool HasNewer(DeliveryRow row) => Deliveries.Exists(other => other.Subject == row.Subject
        && (other.Version > row.Version || (other.Version == row.Version && other.Id > row.Id)));

    internal sealed class EventRow
    {
        public required int Id { get; init; }

        public required string CallbackId { get; init; }

        public required string User { get; init; }

        public required string Body { get; init; }

        public required DateTimeOffset OrderAt { get; init; }

        public required DateTimeOffset DueAt { get; set; }

        public required EventState State { get; set; }

        public int Attempts { get; set; }

        public int Count { get; set; } = 1;
    }

    internal sealed class DeliveryRow
    {
        public required int Id { get; init; }

        public required string Operation { get; init; }

        public required string Subject { get; init; }

        public required DateTimeOffset Version { get; init; }

        public required DateTimeOffset DueAt { get; set; }

        public required DeliveryState State { get; set; }

        public int Attempts { get; set; }

        public int Failures { get; set; }
    }
}
