using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>How deliveries are read for their operators.</summary>
internal static class DeliveryReading
{
    private const string Chosen = $"""
        (?3 IS NULL OR destination = ?3 COLLATE NOCASE)
        AND (?4 IS NULL OR delivery.callback_id = ?4 COLLATE NOCASE)
        AND (?5 IS NULL OR instr(?5, ',' || delivery.state || ','))
        AND (NOT ?6 OR {StoredRows.Stands})
        """;

    /// <summary>Deliveries without what they deliver.</summary>
    public static PagedQuery<DeliverySummary> Summaries(DeliveryFilter filter) => new()
    {
        Table = "delivery",
        Select = $"SELECT {StoredRows.DeliverySummaryColumns} FROM delivery",
        Where = Chosen,
        Bind = run => Bind(run, filter),
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
        Bind = run => Bind(run, filter),
        Id = filter.Id,
        AfterId = filter.AfterId,
        Read = static row => StoredRows.Delivery(row),
    };

    private static Statement.Run Bind(Statement.Run run, DeliveryFilter filter) => run
        .Bind(filter.Destination)
        .Bind(filter.CallbackId)
        .Bind(filter.States is { } states ? $",{string.Join(',', states.Select(StateNames.Of))}," : null)
        .Bind(filter.Stands ? 1 : 0);
}
