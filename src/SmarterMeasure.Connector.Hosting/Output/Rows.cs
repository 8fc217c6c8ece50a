using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Acting;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>The tables of the verbs. Nothing personal is in them.</summary>
internal static class Rows
{
    public static Table<EventSummary> Events { get; } = new(
        new("id", 6, row => Printable.Of(row.Id)),
        new("received", 20, row => Printable.Of(row.ReceivedAt)),
        new("state", 11, row => Printable.Of(row.State)),
        new("came", 4, row => Printable.Of(row.DeliveryCount)),
        new("event", 27, row => row.Event),
        new("user", 10, row => row.UserId),
        new("callback", 32, row => row.CallbackId),
        new("reason", 0, row => row.Reason ?? ""));

    public static Table<DeliverySummary> Deliveries { get; } = new(
        new("id", 6, row => Printable.Of(row.Id)),
        new("state", 10, row => Printable.Of(row.State)),
        new("tries", 5, row => Printable.Of(row.Attempts)),
        new("destination", 12, row => row.Destination),
        new("operation", 0, row => row.Operation),
        new("reason", 0, row => row.Reason ?? ""));

    public static Table<EventAction> EventActions { get; } = new(
        new("id", 6, Id),
        new("outcome", 15, Outcome),
        new("event", 27, row => row.Event),
        new("user", 10, row => row.UserId),
        new("callback", 32, row => row.CallbackId),
        new("reason", 0, row => row.Reason ?? ""));

    public static Table<DeliveryAction> DeliveryActions { get; } = new(
        new("id", 6, Id),
        new("outcome", 16, Outcome),
        new("destination", 12, row => row.Destination),
        new("operation", 0, row => row.Operation),
        new("reason", 0, row => row.Reason ?? ""));

    public static Table<MissingResult> MissingResults { get; } = new(
        new("completed", 20, row => row.CompletedAt is { } time ? Printable.Of(time) : null),
        new("section", 20, row => row.Section),
        new("user", 10, row => row.UserId),
        new("callback", 0, row => row.CallbackId));

    public static Table<VerifyDifference> VerifyDifferences { get; } = new(
        new("id", 6, row => Printable.Of(row.Id)),
        new("stands", 12, row => Printable.Of(row.Kind)),
        new("section", 20, row => row.Section),
        new("done", 9, row => row.IsRedelivered ? "again" : null),
        new("changed", 20, row => row.ChangedAt is { } time ? Printable.Of(time) : null),
        new("by", 0, row => row.ChangedBy));

    private static string? Id(RowAction row) => row.Id is { } id ? Printable.Of(id) : null;

    private static string Outcome(RowAction row) => Printable.Of(row.Outcome);
}
