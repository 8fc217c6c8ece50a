using SmarterMeasure.Connector.Hosting.Acting;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>A result that the vendor's API reports and no webhook told.</summary>
/// <param name="CallbackId">The id of the event that would tell it.</param>
/// <param name="Event">Its name.</param>
/// <param name="UserId">Whose result it is.</param>
/// <param name="Section">The section's code in lower case; <c>completion</c> for the whole assessment.</param>
/// <param name="CompletedAt">When it was completed.</param>
/// <param name="Attempt">Where the event would go.</param>
/// <param name="Reason">Why; null when its handlers would have handled it.</param>
/// <param name="Deliveries">What its handlers push, and what would become of that. Personal: requests hold results.</param>
internal sealed record MissingResult(
    string? CallbackId,
    string? Event,
    string? UserId,
    string? Section,
    DateTimeOffset? CompletedAt,
    EventState Attempt,
    string? Reason,
    IReadOnlyList<DeliveryAction> Deliveries)
{
    public static MissingResult Of(Envelope envelope, Rehearsed rehearsed) => new(
        envelope.CallbackId,
        envelope.Event,
        envelope.UserId,
        envelope.Section,
        envelope.OccurredAt,
        rehearsed.State,
        rehearsed.Reason,
        rehearsed.Deliveries);
}
