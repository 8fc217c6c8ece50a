using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Storage;

/// <summary>An event that an operator wants replayed, as it is stored, and the rules of that in every store.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Key">Its deduplication key.</param>
/// <param name="Identity">Who and what it was taken to be.</param>
/// <param name="BodyHash">Its body's hash.</param>
/// <param name="HasBody">Whether its body is still there.</param>
internal sealed record ReplayCandidate(EventState State, string Key, Envelope Identity, byte[] BodyHash, bool HasBody)
{
    /// <summary>The columns that it is read from, of the table of events.</summary>
    public const string Columns = """
        state, dedup_key, callback_id, event, user_id, format, occurred_at, body_hash,
        EXISTS (SELECT 1 FROM event_body WHERE event_id = id)
        """;

    /// <summary>Why it is not replayed; null when nothing stands against it.</summary>
    public ReplayOutcome? Refusal => State is EventState.Received or EventState.Handling or EventState.Retrying
        ? ReplayOutcome.Underway
        : HasBody ? null : ReplayOutcome.Erased;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static ReplayCandidate Read<TRow>(TRow row)
        where TRow : IStoredRow, allows ref struct => new(
            StateNames.EventStateOf(row.Text(0)),
            row.Text(1),
            new Envelope
            {
                CallbackId = row.TextOrNull(2),
                Event = row.TextOrNull(3),
                UserId = row.TextOrNull(4),
                Format = StateNames.FormatOf(row.Text(5)),
                OccurredAt = row.TimeOrNull(6),
            },
            row.Copy(7),
            row.Truth(8));

    /// <exception cref="ArgumentException">No handler could be given such an event.</exception>
    public static void RequireSound(Envelope envelope)
    {
        if (envelope is not { QuarantineReason: null, CallbackId: not null, Event: not null, UserId: not null })
            throw new ArgumentException("Only a sound envelope can go to a handler.", nameof(envelope));
    }

    /// <summary>
    /// Under which key it goes back to its lane, and as what: as it is stored, unless it was in quarantine or nobody could
    /// read it; then as it is read now. A conflict keeps its key.
    /// </summary>
    public (string Key, Envelope Identity, string UserId) As(Envelope readNow)
    {
        var (key, identity) = (Key, Identity);
        if (State == EventState.Quarantined || DedupKey.IsOfBody(Key))
        {
            identity = readNow;
            key = DedupKey.IsOfConflict(Key) ? Key : DedupKey.Of(readNow, BodyHash);
        }

        return (key, identity, identity.UserId ?? readNow.UserId!);
    }
}
