using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>An event of the <see cref="ReferenceStore"/>.</summary>
internal sealed class EventRow
{
    public required int Id { get; init; }

    public required EventKey Key { get; set; }

    public required EventIdentity? Identity { get; set; }

    /// <summary>The body; null when it was erased.</summary>
    public required string? Body { get; set; }

    public required EventState State { get; set; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset LastReceivedAt { get; set; }

    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; set; }

    public int Excused { get; set; }

    public int Count { get; set; } = 1;

    public bool IsOpen => State is EventState.Received or EventState.Handling or EventState.Retrying;

    public DateTimeOffset OrderAt => Identity?.OccurredAt ?? ReceivedAt;
}

/// <summary>What a readable body says of itself; the user is null when the student was erased.</summary>
internal sealed record EventIdentity(string CallbackId, string Name, string? User, DateTimeOffset? OccurredAt);

/// <summary>
/// What makes an event the same as another: its id and name, for a conflict also its body, and for an unsound one the body
/// alone.
/// </summary>
internal sealed record EventKey(string? CallbackId, string? Name, string? Body)
{
    public bool IsOfConflict => CallbackId is not null && Body is not null;
}

/// <summary>A delivery of the <see cref="ReferenceStore"/>.</summary>
internal sealed class DeliveryRow
{
    public required int Id { get; init; }

    /// <summary>The event that caused it; null when that is gone.</summary>
    public required EventRow? Cause { get; set; }

    /// <summary>Whom it tells of; null when the student was erased.</summary>
    public required string? User { get; set; }

    public required string Operation { get; set; }

    public required string Subject { get; set; }

    public required long Rank { get; init; }

    /// <summary>The account that it claimed; null before, and when the student was erased.</summary>
    public string? Account { get; set; }

    /// <summary>The section that it sets; null when the student was erased.</summary>
    public required string? Section { get; set; }

    public required DateTimeOffset DueAt { get; set; }

    public required DeliveryState State { get; set; }

    public bool IsUnclear { get; set; }

    /// <summary>Whether its last attempt ended because one of another registration is under way.</summary>
    public bool WaitsForOther { get; set; }

    public bool HasResult { get; set; } = true;

    public string? RemoteId { get; set; }

    public string? Request { get; set; }

    public int Attempts { get; set; }

    public int Failures { get; set; }

    /// <summary>Whether it waits and is not under way.</summary>
    public bool IsWaiting => IsOpen && State != DeliveryState.Sending;

    public bool IsOpen => State is DeliveryState.Pending or DeliveryState.Sending or DeliveryState.Retrying
        or DeliveryState.Unmatched or DeliveryState.Blocked;
}
