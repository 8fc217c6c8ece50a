using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Looks up what storing a delivery would meet with.</summary>
internal static class PlaceSearch
{
    private const string Same = $"{StoredRows.Deliveries} WHERE destination = $1 AND operation = $2";

    private const string Before = $"""
        {StoredRows.Deliveries}
        WHERE destination = $1 AND subject = $2 AND request IS NOT NULL ORDER BY coalesce(rank, version) DESC, delivery.id DESC LIMIT 1
        """;

    private const string Circumstances = $"""
        SELECT EXISTS (SELECT FROM delivery WHERE destination = $1 AND subject = $2 AND {Schema.Rank} > $3),
            (SELECT account FROM account_map WHERE user_id = $4 AND destination = $1)
        """;

    /// <inheritdoc cref="ILedgerOperations.FindPlaceAsync"/>
    public static async Task<DeliveryPlace> FindAsync(Session session, NewDelivery delivery)
    {
        await using var find = session.Batch().Add(Circumstances)
            .Bind(delivery.Destination)
            .Bind(delivery.Subject)
            .Bind(delivery.Rank)
            .Bind(delivery.Result.Student.UserId);
        var found = await find.ReadAsync(
            static row => (IsOvertaken: row.Truth(0), MappedTo: row.TextOrNull(1)), session.Cancel);
        return new DeliveryPlace
        {
            Same = await RowAsync(session, Same, delivery.Destination, delivery.Operation),
            Before = await RowAsync(session, Before, delivery.Destination, delivery.Subject),
            IsOvertaken = found[0].IsOvertaken,
            MappedTo = found[0].MappedTo,
        };
    }

    private static async Task<StoredDelivery?> RowAsync(Session session, string query, string destination, string key)
    {
        await using var find = session.Batch().Add(query).Bind(destination).Bind(key);
        return (await find.ReadAsync(static row => StoredRows.Delivery(row), session.Cancel)).FirstOrDefault();
    }
}
