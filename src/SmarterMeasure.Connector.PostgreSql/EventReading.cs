using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>How events are read for their operators.</summary>
internal static class EventReading
{
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
        Select = $"SELECT {StoredRows.EventSummaryColumns} FROM event",
        Where = Chosen,
        Bind = batch => Bind(batch, filter),
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
        Bind = batch => Bind(batch, filter),
        Id = filter.Id,
        PageSize = 32, // Bodies may be large.
        Read = static row => StoredRows.Event(row),
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
