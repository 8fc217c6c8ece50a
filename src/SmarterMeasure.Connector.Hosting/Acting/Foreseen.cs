using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>What a dry run tells of a delivery that would be tried, or was delivered. Personal: requests hold results.</summary>
internal sealed record ForeseenDelivery : DeliveryAction
{
    [SetsRequiredMembers]
    private ForeseenDelivery(DeliveryAction action)
        : base(action)
    {
    }

    /// <summary>What the attempt would come to, for the reason in <see cref="RowAction.Reason"/>; null when the destination cannot tell.</summary>
    public DeliveryState? Attempt { get; private init; }

    /// <summary>The requests that would be sent, without secrets; null when there are none, or the destination cannot tell.</summary>
    public string? Requests { get; private init; }

    /// <summary>
    /// The lines by which they differ from the last ones that were sent, or written down in shadow, with <c>-</c> and <c>+</c>
    /// before them; null when either is not known.
    /// </summary>
    public IReadOnlyList<string>? Difference { get; private init; }

    /// <summary>Whether what it is compared with was written down in shadow and never sent.</summary>
    [JsonIgnore]
    public bool IsAfterShadow { get; private init; }

    /// <summary>Of a stored delivery.</summary>
    public static ForeseenDelivery On(StoredDelivery row, Outcome outcome, DeliveryOutcome? attempt) =>
        Of(DeliveryAction.On(row, outcome), attempt, row);

    /// <summary>Of one that a handler has pushed.</summary>
    /// <param name="callbackId">The event's.</param>
    /// <param name="pushed">What is to be delivered.</param>
    /// <param name="outcome">What would become of it in the ledger.</param>
    /// <param name="attempt">What its first attempt would come to; null when the destination cannot tell.</param>
    /// <param name="before">What to compare its requests with; null when there is nothing.</param>
    public static ForeseenDelivery On(
        string callbackId, NewDelivery pushed, Outcome outcome, DeliveryOutcome? attempt, StoredDelivery? before) =>
        Of(DeliveryAction.On(callbackId, pushed, outcome), attempt, before);

    private static ForeseenDelivery Of(DeliveryAction action, DeliveryOutcome? attempt, StoredDelivery? before) => new(action)
    {
        Reason = attempt?.Reason,
        Attempt = attempt?.State,
        Requests = attempt?.Request,
        Difference = attempt?.Request is { } requests && before?.Request is { } sent ? LineDifference.Of(sent, requests) : null,
        IsAfterShadow = before?.State == DeliveryState.Shadowed,
    };
}

/// <summary>What a dry run tells of an event that would go to its handlers. Personal: requests hold results.</summary>
internal sealed record ForeseenEvent : EventAction
{
    [SetsRequiredMembers]
    public ForeseenEvent(EventAction action, Rehearsed rehearsed)
        : base(action) => (Attempt, Reason, Deliveries) = (rehearsed.State, rehearsed.Reason, rehearsed.Deliveries);

    /// <summary>Where the event would go, for the reason in <see cref="RowAction.Reason"/>.</summary>
    public EventState Attempt { get; }

    /// <summary>What its handlers push, and what would become of that.</summary>
    public IReadOnlyList<DeliveryAction> Deliveries { get; }
}
