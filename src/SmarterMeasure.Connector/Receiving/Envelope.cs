using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Receiving;

/// <summary>What one forward pass over a body finds: enough to store, deduplicate and order it.</summary>
public sealed record Envelope
{
    /// <summary>The callback's id as sent; null when the body has none.</summary>
    public string? CallbackId { get; init; }

    /// <summary>The event's name in lower case; null when the body has none.</summary>
    public string? Event { get; init; }

    /// <summary>The registration's id; null when the body has none.</summary>
    public string? UserId { get; init; }

    /// <summary>The body's format.</summary>
    public PayloadFormat Format { get; init; }

    /// <summary>
    /// The payload's own time: the section's scoring, else the user's last change, else its creation. Null when none
    /// is given. Orders the events of one user; the vendor asks not to use the time of the request.
    /// </summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>
    /// Which of the user's results the event tells, in lower case: a section's code, or that of
    /// <see cref="SectionCodes.Completion"/>; null when it tells none.
    /// </summary>
    public string? Section { get; init; }

    /// <summary>Why the event goes to quarantine instead of to a handler; null when it is sound.</summary>
    public string? QuarantineReason { get; init; }
}
