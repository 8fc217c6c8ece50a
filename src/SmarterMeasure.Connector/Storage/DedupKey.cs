using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Storage;

/// <summary>What makes an event the same as another.</summary>
internal static class DedupKey
{
    private const char Separator = '\u001f';

    /// <summary>
    /// The callback id, without regard to case, and the event; of a body that lacks one, its hash. So too of one that goes
    /// to quarantine: half a body must not take the place of the whole one that comes after it.
    /// </summary>
    public static string Of(ReceivedEvent received) =>
        received.Envelope is { QuarantineReason: null, CallbackId: { } id, Event: { } name }
            ? id.ToLowerInvariant() + Separator + name
            : "sha256:" + Convert.ToHexStringLower(received.BodyHash);

    /// <summary>The key of an event whose id and name are taken by another body.</summary>
    public static string OfConflict(string key, ReceivedEvent received) =>
        key + Separator + Convert.ToHexStringLower(received.BodyHash);
}
