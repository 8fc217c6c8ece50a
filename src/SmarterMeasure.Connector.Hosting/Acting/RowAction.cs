using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>What became of one row, or would.</summary>
internal abstract record RowAction
{
    /// <summary>The row's id; null when none was found.</summary>
    public required long? Id { get; init; }

    /// <summary>The callback's id; null when it has none, or was not found by it.</summary>
    public required string? CallbackId { get; init; }

    /// <summary>What became of it.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>More about that; null when there is no more.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether what the operator wants is done, or about to be.</summary>
    [JsonIgnore]
    public bool IsFine => Outcome is Outcome.Queued or Outcome.Discarded or Outcome.Underway;
}

/// <inheritdoc/>
[JsonDerivedType(typeof(ForeseenEvent))]
internal record EventAction : RowAction
{
    public string? Event { get; init; }

    public string? UserId { get; init; }

    /// <summary>Says what became of an event.</summary>
    public static EventAction On(EventSummary row, Outcome outcome, string? reason = null) => new()
    {
        Id = row.Id,
        CallbackId = row.CallbackId,
        Event = row.Event,
        UserId = row.UserId,
        Outcome = outcome,
        Reason = reason,
    };
}

/// <inheritdoc/>
[JsonDerivedType(typeof(ForeseenDelivery))]
internal record DeliveryAction : RowAction
{
    public string? Destination { get; init; }

    public string? Operation { get; init; }

    /// <summary>Says what became of a delivery.</summary>
    public static DeliveryAction On(DeliverySummary row, Outcome outcome) => new()
    {
        Id = row.Id,
        CallbackId = row.CallbackId,
        Destination = row.Destination,
        Operation = row.Operation,
        Outcome = outcome,
    };

    /// <summary>Says what would become of a delivery that a handler has pushed.</summary>
    public static DeliveryAction On(string callbackId, NewDelivery pushed, Outcome outcome) => new()
    {
        Id = null,
        CallbackId = callbackId,
        Destination = pushed.Destination,
        Operation = pushed.Operation,
        Outcome = outcome,
    };
}
