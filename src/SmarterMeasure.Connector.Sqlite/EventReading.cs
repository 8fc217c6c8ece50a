using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>How events are read for their operators.</summary>
internal static class EventReading
{
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
        Select = $"SELECT {StoredRows.EventSummaryColumns} FROM event",
        Where = Chosen,
        Bind = run => Bind(run, filter),
        Id = filter.Id,
        Read = static row => StoredRows.EventSummary(row),
    };

    /// <summary>Events with all that is stored of them.</summary>
    public static PagedQuery<StoredEvent> Whole(EventFilter filter) => new()
    {
        Table = "event",
        Select = $"""
            SELECT {StoredRows.EventColumns}
            FROM event LEFT JOIN event_body ON event_id = event.id
            """,
        Where = Chosen,
        Bind = run => Bind(run, filter),
        Id = filter.Id,
        PageSize = 32, // Bodies may be large.
        Read = static row => StoredRows.Event(row),
    };

    private static Statement.Run Bind(Statement.Run run, EventFilter filter) => run
        .Bind(filter.CallbackId)
        .Bind(filter.Event)
        .Bind(filter.UserId)
        .Bind(filter.States is { } states ? $",{string.Join(',', states.Select(StateNames.Of))}," : null)
        .Bind(filter.Since?.ToUnixTimeMilliseconds())
        .Bind(filter.Until?.ToUnixTimeMilliseconds());
}
