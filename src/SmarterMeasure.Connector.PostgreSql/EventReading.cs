using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>How events are read for their operators.</summary>
internal static class EventReading
{
    private const string SummaryColumns = """
        event.id, callback_id, event, user_id, state, reason, received_at, last_received_at, delivery_count, attempts
        """;

    private const string Chosen = """
        ($4 IS NULL OR lower(callback_id) = lower($4))
        AND ($5 IS NULL OR event = lower($5))
        AND ($6 IS NULL OR user_id = $6)
        AND ($7 OR state = ANY ($8))
        AND ($9 IS NULL OR received_at >= $9)
        AND ($10 IS NULL OR received_at < $10)
        """;

    /// <summary>Events without their bodies.</summary>
    public static PagedQuery<EventSummary> Summaries(EventFilter filter) => new()
    {
        Table = "event",
        Select = $"SELECT {SummaryColumns} FROM event",
        Where = Chosen,
        Bind = batch => Bind(batch, filter),
        Id = filter.Id,
        Read = static row => new EventSummary
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
        },
    };

    /// <summary>Events with all that is stored of them.</summary>
    public static PagedQuery<StoredEvent> Whole(EventFilter filter) => new()
    {
        Table = "event",
        Select = $"""
            SELECT {SummaryColumns}, dedup_key, format, occurred_at, excused, due_at, body_hash, body
            FROM event LEFT JOIN event_body ON event_id = event.id
            """,
        Where = Chosen,
        Bind = batch => Bind(batch, filter),
        Id = filter.Id,
        PageSize = 32, // Bodies may be large.
        Read = static row => new StoredEvent
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
            BodyHash = row.Bytes(15),
            Body = row.IsNull(16) ? default(ReadOnlyMemory<byte>?) : row.Bytes(16),
        },
    };

    private static void Bind(StatementBatch batch, EventFilter filter) => batch
        .BindText(filter.CallbackId)
        .BindText(filter.Event)
        .BindText(filter.UserId)
        .Bind(filter.States is null)
        .Bind(filter.States?.Select(StateNames.Of).ToArray() ?? [])
        .BindNumber(filter.Since?.ToUnixTimeMilliseconds())
        .BindNumber(filter.Until?.ToUnixTimeMilliseconds());
}
