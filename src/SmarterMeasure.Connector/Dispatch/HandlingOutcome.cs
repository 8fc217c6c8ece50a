using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Dispatch;

/// <summary>How an attempt at an event went.</summary>
internal sealed class HandlingOutcome
{
    private HandlingOutcome(EventState state, string? reason) => (State, Reason) = (state, reason);

    /// <summary>Where the event goes: handled, retrying or quarantined.</summary>
    public EventState State { get; }

    /// <summary>A reason code, with detail that is free of personal data; null when its handlers have handled it.</summary>
    public string? Reason { get; }

    /// <summary>What is to be delivered.</summary>
    public IReadOnlyList<NewDelivery> Deliveries { get; private init; } = [];

    /// <summary>Whether the attempt counts towards giving up.</summary>
    public bool Counts { get; private init; } = true;

    /// <summary>How long to wait at least before the next attempt; null when nobody said.</summary>
    public TimeSpan? After { get; private init; }

    /// <summary>What a handler threw; its message may quote a student's data.</summary>
    public Exception? Failure { get; private init; }

    /// <summary>The handlers have handled it.</summary>
    public static HandlingOutcome Handled(IReadOnlyList<NewDelivery> deliveries) =>
        new(EventState.Handled, null) { Deliveries = deliveries };

    /// <summary>It ends, or is tried again, for a reason.</summary>
    public static HandlingOutcome Ended(EventState state, string reason) => new(state, reason);

    /// <summary>It waits for something that is away.</summary>
    public static HandlingOutcome Postponed(string reason, TimeSpan? after) =>
        new(EventState.Retrying, reason) { Counts = false, After = after };

    /// <summary>A handler failed.</summary>
    public static HandlingOutcome Failed(Exception failure) =>
        new(EventState.Retrying, $"handler_failed: {failure.GetType().FullName}") { Failure = failure };
}
