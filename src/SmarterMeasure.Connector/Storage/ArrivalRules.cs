using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Storage;

/// <summary>What every store does with an event that arrives.</summary>
internal static class ArrivalRules
{
    /// <summary>The state of an event that nobody has seen before, and why if it is not received.</summary>
    public static (EventState State, string? Reason) Judge(Envelope envelope)
    {
        var reason = envelope.QuarantineReason;
        if (reason is null && (envelope.CallbackId is null || envelope.Event is null || envelope.UserId is null))
            reason = Reasons.EnvelopeIncomplete;

        return (reason is null ? EventState.Received : EventState.Quarantined, reason);
    }

    /// <summary>Where an event stands among those of its user, in Unix milliseconds: its own time, or else that of its receipt.</summary>
    public static long OrderAt(ReceivedEvent received) =>
        (received.Envelope.OccurredAt ?? received.ReceivedAt).ToUnixTimeMilliseconds();
}
