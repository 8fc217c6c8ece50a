using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>A result that the vendor's API reports and no webhook told.</summary>
/// <param name="CallbackId">The id of the event that would tell it.</param>
/// <param name="Event">Its name.</param>
/// <param name="UserId">Whose result it is.</param>
/// <param name="Section">The section's code in lower case; <c>completion</c> for the whole assessment.</param>
/// <param name="CompletedAt">When it was completed.</param>
internal sealed record MissingResult(
    string? CallbackId, string? Event, string? UserId, string? Section, DateTimeOffset? CompletedAt)
{
    public static MissingResult Of(Envelope envelope) =>
        new(envelope.CallbackId, envelope.Event, envelope.UserId, envelope.Section, envelope.OccurredAt);
}
