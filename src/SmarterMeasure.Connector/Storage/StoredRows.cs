using System.Text.Json;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Storage;

/// <summary>What operators read of events and deliveries: the columns, and what each becomes, in every store alike.</summary>
internal static class StoredRows
{
    /// <summary>The columns of <see cref="EventSummary"/>.</summary>
    public const string EventSummaryColumns = """
        event.id, callback_id, event, user_id, state, reason, received_at, last_received_at, delivery_count, attempts
        """;

    /// <summary>The columns of <see cref="StoredEvent"/>, of an event with its body if there is one.</summary>
    public const string EventColumns = $"""
        {EventSummaryColumns}, dedup_key, format, occurred_at, excused, due_at, body_hash, body
        """;

    /// <summary>The columns of <see cref="DeliverySummary"/>.</summary>
    public const string DeliverySummaryColumns = """
        delivery.id, delivery.callback_id, destination, operation, delivery.state, delivery.reason, delivery.attempts
        """;

    /// <summary>The columns of <see cref="StoredDelivery"/>, of a delivery with its event if there is one.</summary>
    public const string DeliveryColumns = $"""
        {DeliverySummaryColumns}, dedup_key, subject, version, failures, delivery.due_at, created_at, updated_at, payload,
        remote_id, {MappedTo}, request, delivery.account, delivery.section, coalesce(rank, version)
        """;

    /// <summary>Whole deliveries, with or without the event that caused them: a SELECT without its WHERE.</summary>
    public const string Deliveries = $"SELECT {DeliveryColumns} FROM delivery LEFT JOIN event ON event.id = event_id";

    /// <summary>The account that a delivery's student is mapped to at its destination, or null.</summary>
    public const string MappedTo = """
        (SELECT account_map.account FROM account_map
            WHERE account_map.user_id = delivery.user_id AND account_map.destination = delivery.destination)
        """;

    /// <summary>Whether a delivery should stand at its destination, see <see cref="DeliveryFilter.Stands"/>.</summary>
    public const string Stands = $"""
        (delivery.state = 'delivered'
            AND NOT EXISTS (SELECT 1 FROM delivery AS later
                WHERE later.destination = delivery.destination AND later.subject = delivery.subject AND {TakesPlace})
            AND NOT EXISTS (SELECT 1 FROM delivery AS later
                WHERE later.destination = delivery.destination AND later.account = delivery.account
                AND later.section = delivery.section AND {TakesPlace}))
        """;

    // One that was overtaken by a result that is dead, or waits for a person, still stands.
    private const string TakesPlace = """
        later.state IN ('delivered', 'pending', 'sending', 'retrying')
        AND (coalesce(later.rank, later.version), later.id) > (coalesce(delivery.rank, delivery.version), delivery.id)
        """;

    /// <summary>Reads <see cref="EventSummaryColumns"/>.</summary>
    public static EventSummary EventSummary<TRow>(TRow row)
        where TRow : IStoredRow, allows ref struct => new()
        {
            Id = row.Integer(0),
            CallbackId = row.TextOrNull(1),
            Event = row.TextOrNull(2),
            UserId = row.TextOrNull(3),
            State = StateNames.EventStateOf(row.Text(4)),
            Reason = row.TextOrNull(5),
            ReceivedAt = row.Time(6),
            LastReceivedAt = row.Time(7),
            DeliveryCount = row.Count(8),
            Attempts = row.Count(9),
        };

    /// <summary>Reads <see cref="EventColumns"/>.</summary>
    public static StoredEvent Event<TRow>(TRow row)
        where TRow : IStoredRow, allows ref struct => new()
        {
            Id = row.Integer(0),
            CallbackId = row.TextOrNull(1),
            Event = row.TextOrNull(2),
            UserId = row.TextOrNull(3),
            State = StateNames.EventStateOf(row.Text(4)),
            Reason = row.TextOrNull(5),
            ReceivedAt = row.Time(6),
            LastReceivedAt = row.Time(7),
            DeliveryCount = row.Count(8),
            Attempts = row.Count(9),
            DedupKey = row.Text(10),
            Format = StateNames.FormatOf(row.Text(11)),
            OccurredAt = row.TimeOrNull(12),
            Excused = row.Count(13),
            DueAt = row.TimeOrNull(14),
            BodyHash = row.Copy(15),
            Body = row.IsNull(16) ? default(ReadOnlyMemory<byte>?) : row.Copy(16),
        };

    /// <summary>Reads <see cref="DeliverySummaryColumns"/>.</summary>
    public static DeliverySummary DeliverySummary<TRow>(TRow row)
        where TRow : IStoredRow, allows ref struct => new()
        {
            Id = row.Integer(0),
            CallbackId = row.Text(1),
            Destination = row.Text(2),
            Operation = row.Text(3),
            State = StateNames.DeliveryStateOf(row.Text(4)),
            Reason = row.TextOrNull(5),
            Attempts = row.Count(6),
        };

    /// <summary>Reads <see cref="DeliveryColumns"/>.</summary>
    public static StoredDelivery Delivery<TRow>(TRow row)
        where TRow : IStoredRow, allows ref struct => new()
        {
            Id = row.Integer(0),
            CallbackId = row.Text(1),
            Destination = row.Text(2),
            Operation = row.Text(3),
            State = StateNames.DeliveryStateOf(row.Text(4)),
            Reason = row.TextOrNull(5),
            Attempts = row.Count(6),
            EventKey = row.TextOrNull(7),
            Subject = row.Text(8),
            Version = row.Time(9),
            Failures = row.Count(10),
            DueAt = row.TimeOrNull(11),
            CreatedAt = row.Time(12),
            UpdatedAt = row.Time(13),
            Result = row.TextOrNull(14) is { Length: > 0 } payload
                ? JsonSerializer.Deserialize(payload, LedgerJson.Default.SectionResult)
                : null,
            RemoteId = row.TextOrNull(15),
            MappedTo = row.TextOrNull(16),
            Request = row.TextOrNull(17),
            Account = row.TextOrNull(18),
            Section = row.TextOrNull(19),
            Rank = row.Integer(20),
        };
}
