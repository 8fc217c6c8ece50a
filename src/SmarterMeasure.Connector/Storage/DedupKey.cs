using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Storage;

/// <summary>What makes an event the same as another.</summary>
internal static class DedupKey
{
    /// <summary>Stands between the parts of a key; no id and no event has a control character.</summary>
    public const char Separator = '\u001f';

    /// <summary>
    /// The callback id, without regard to case, and the event; of a body that lacks one, its hash. So too of one that goes
    /// to quarantine: half a body must not take the place of the whole one that comes after it.
    /// </summary>
    public static string Of(ReceivedEvent received) => Of(received.Envelope, received.BodyHash);

    /// <inheritdoc cref="Of(ReceivedEvent)"/>
    public static string Of(Envelope envelope, byte[] bodyHash) =>
        envelope is { QuarantineReason: null, CallbackId: { } id, Event: { } name }
            ? id.ToLowerInvariant() + Separator + name
            : "sha256:" + Convert.ToHexStringLower(bodyHash);

    /// <summary>The key of an event whose id and name are taken by another body.</summary>
    public static string OfConflict(string key, ReceivedEvent received) =>
        key + Separator + Convert.ToHexStringLower(received.BodyHash);

    /// <summary>Whether the key is one of <see cref="OfConflict"/>.</summary>
    public static bool IsOfConflict(string key) => key.Count(letter => letter == Separator) > 1;

    /// <summary>Whether the key is a body's hash, because the body had no sound envelope.</summary>
    public static bool IsOfBody(string key) => !key.Contains(Separator, StringComparison.Ordinal);
}
