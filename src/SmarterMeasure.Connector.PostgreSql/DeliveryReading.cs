using System.Text.Json;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>How deliveries are read for their operators.</summary>
internal static class DeliveryReading
{
    private const string SummaryColumns = """
        delivery.id, delivery.callback_id, destination, operation, delivery.state, delivery.reason, delivery.attempts
        """;

    private const string Chosen = """
        ($4 IS NULL OR destination = lower($4))
        AND ($5 IS NULL OR lower(delivery.callback_id) = lower($5))
        AND ($6 OR delivery.state = ANY ($7))
        """;

    /// <summary>Deliveries without what they deliver.</summary>
    public static PagedQuery<DeliverySummary> Summaries(DeliveryFilter filter) => new()
    {
        Table = "delivery",
        Select = $"SELECT {SummaryColumns} FROM delivery",
        Where = Chosen,
        Bind = batch => Bind(batch, filter),
        Id = filter.Id,
        Read = static row => new DeliverySummary
        {
            Id = row.Integer(0),
            CallbackId = row.Text(1),
            Destination = row.Text(2),
            Operation = row.Text(3),
            State = StateNames.DeliveryStateOf(row.Text(4)),
            Reason = row.TextOrNull(5),
            Attempts = row.Count(6),
        },
    };

    /// <summary>Deliveries with all that is stored of them.</summary>
    public static PagedQuery<StoredDelivery> Whole(DeliveryFilter filter) => new()
    {
        Table = "delivery",
        Select = $"""
            SELECT {SummaryColumns}, dedup_key, subject, version, failures, delivery.due_at, created_at, updated_at, payload
            FROM delivery LEFT JOIN event ON event.id = event_id
            """,
        Where = Chosen,
        Bind = batch => Bind(batch, filter),
        Id = filter.Id,
        Read = static row => new StoredDelivery
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
            Result = row.TextOrNull(14) is { } payload
                ? JsonSerializer.Deserialize(payload, LedgerJson.Default.SectionResult)
                : null,
        },
    };

    private static void Bind(StatementBatch batch, DeliveryFilter filter) => batch
        .BindText(filter.Destination)
        .BindText(filter.CallbackId)
        .Bind(filter.States is null)
        .Bind(filter.States?.Select(StateNames.Of).ToArray() ?? []);
}
