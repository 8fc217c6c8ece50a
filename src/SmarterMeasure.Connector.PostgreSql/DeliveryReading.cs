using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>How deliveries are read for their operators.</summary>
internal static class DeliveryReading
{
    private const string Chosen = $"""
        ($4 IS NULL OR destination = lower($4))
        AND ($5 IS NULL OR lower(delivery.callback_id) = lower($5))
        AND ($6 OR delivery.state = ANY ($7))
        AND (NOT $8 OR {StoredRows.Stands})
        """;

    /// <summary>Deliveries without what they deliver.</summary>
    public static PagedQuery<DeliverySummary> Summaries(DeliveryFilter filter) => new()
    {
        Table = "delivery",
        Select = $"SELECT {StoredRows.DeliverySummaryColumns} FROM delivery",
        Where = Chosen,
        Bind = batch => Bind(batch, filter),
        Id = filter.Id,
        AfterId = filter.AfterId,
        Read = static row => StoredRows.DeliverySummary(row),
    };

    /// <summary>Deliveries with all that is stored of them.</summary>
    public static PagedQuery<StoredDelivery> Whole(DeliveryFilter filter) => new()
    {
        Table = "delivery",
        Select = StoredRows.Deliveries,
        Where = Chosen,
        Bind = batch => Bind(batch, filter),
        Id = filter.Id,
        AfterId = filter.AfterId,
        Read = static row => StoredRows.Delivery(row),
    };

    private static void Bind(StatementBatch batch, DeliveryFilter filter) => batch
        .BindText(filter.Destination)
        .BindText(filter.CallbackId)
        .Bind(filter.States is null)
        .Bind(filter.States?.Select(StateNames.Of).ToArray() ?? [])
        .Bind(filter.Stands);
}
