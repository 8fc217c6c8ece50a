using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>How events are read for their operators.</summary>
internal static class EventReading
{
    private const string SummaryColumns = """
        event.id, callback_id, event, user_id, state, reason, received_at, last_received_at, delivery_count, attempts
        """;

    private const string Chosen = """
        (?3 IS NULL OR callback_id = ?3 COLLATE NOCASE)
        AND (?4 IS NULL OR event = ?4 COLLATE NOCASE)
        AND (?5 IS NULL OR user_id = ?5)
        AND (?6 IS NULL OR instr(?6, ',' || state || ','))
        AND (?7 IS NULL OR received_at >= ?7)
        AND (?8 IS NULL OR received_at < ?8)
        """;

    /// <summary>Events without their bodies.</summary>
    public static PagedQuery<EventSummary> Summaries(EventFilter filter) => new()
    {
        Table = "event",
        Select = $"SELECT {SummaryColumns} FROM event",
        Where = Chosen,
        Bind = run => Bind(run, filter),
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
            DeliveryCount = (int)row.Integer(8),
            Attempts = (int)row.Integer(9),
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
        Bind = run => Bind(run, filter),
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
            DeliveryCount = (int)row.Integer(8),
            Attempts = (int)row.Integer(9),
            DedupKey = row.Text(10),
            Format = StateNames.FormatOf(row.Text(11)),
            OccurredAt = row.TimeOrNull(12),
            Excused = (int)row.Integer(13),
            DueAt = row.TimeOrNull(14),
            BodyHash = row.Bytes(15).ToArray(),
            Body = row.IsNull(16) ? default(ReadOnlyMemory<byte>?) : row.Bytes(16).ToArray(),
        },
    };

    private static Statement.Run Bind(Statement.Run run, EventFilter filter) => run
        .Bind(filter.CallbackId)
        .Bind(filter.Event)
        .Bind(filter.UserId)
        .Bind(filter.States is { } states ? $",{string.Join(',', states.Select(StateNames.Of))}," : null)
        .Bind(filter.Since?.ToUnixTimeMilliseconds())
        .Bind(filter.Until?.ToUnixTimeMilliseconds());
}
