using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Looks up what storing a delivery would meet with.</summary>
internal static class PlaceSearch
{
    private const string Same = $"{StoredRows.Deliveries} WHERE destination = ?1 AND operation = ?2";

    private const string Before = $"""
        {StoredRows.Deliveries}
        WHERE destination = ?1 AND subject = ?2 AND request IS NOT NULL ORDER BY rank DESC, delivery.id DESC LIMIT 1
        """;

    private const string Circumstances = """
        SELECT EXISTS (SELECT 1 FROM delivery WHERE destination = ?1 AND subject = ?2 AND rank > ?3),
            (SELECT account FROM account_map WHERE user_id = ?4 AND destination = ?1)
        """;

    /// <inheritdoc cref="ILedgerOperations.FindPlaceAsync"/>
    public static DeliveryPlace Find(sqlite3 database, NewDelivery delivery)
    {
        using var statement = new Statement(database, Circumstances);
        using var found = statement.Start()
            .Bind(delivery.Destination)
            .Bind(delivery.Subject)
            .Bind(delivery.Rank)
            .Bind(delivery.Result.Student.UserId);
        found.Step();
        return new DeliveryPlace
        {
            Same = Row(database, Same, delivery.Destination, delivery.Operation),
            Before = Row(database, Before, delivery.Destination, delivery.Subject),
            IsOvertaken = found.Integer(0) != 0,
            MappedTo = found.TextOrNull(1),
        };
    }

    private static StoredDelivery? Row(sqlite3 database, string query, string destination, string key)
    {
        using var statement = new Statement(database, query);
        using var row = statement.Start().Bind(destination).Bind(key);
        return row.Step() ? StoredRows.Delivery(row) : null;
    }
}
