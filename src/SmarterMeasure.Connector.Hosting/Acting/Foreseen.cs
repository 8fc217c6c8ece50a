using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Forwarding;
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

    /// <summary>Puts together what is known.</summary>
    public static ForeseenDelivery On(StoredDelivery row, Outcome outcome, DeliveryOutcome? attempt) => new(On(row, outcome))
    {
        Reason = attempt?.Reason,
        Attempt = attempt?.State,
        Requests = attempt?.Request,
        Difference = attempt?.Request is { } requests && row.Request is { } sent ? LineDifference.Of(sent, requests) : null,
        IsAfterShadow = row.State == DeliveryState.Shadowed,
    };
}

/// <summary>What a dry run tells of an event that would go to its handlers again.</summary>
internal sealed record ForeseenEvent : EventAction
{
    [SetsRequiredMembers]
    public ForeseenEvent(EventAction action, IReadOnlyList<ForeseenDelivery> deliveries)
        : base(action) => Deliveries = deliveries;

    /// <summary>The deliveries that an earlier handling of it has left and that are still to be sent.</summary>
    public IReadOnlyList<ForeseenDelivery> Deliveries { get; }

    /// <summary>What nobody can foresee.</summary>
    public string Note { get; } = "What the handlers push is known only when they run. What they pushed before is not sent again.";
}
