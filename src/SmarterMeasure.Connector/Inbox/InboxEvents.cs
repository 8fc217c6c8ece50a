using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Inbox;

/// <summary>The life of an event.</summary>
public enum EventState
{
    /// <summary>Stored, not yet handled.</summary>
    Received,

    /// <summary>Leased to a worker.</summary>
    Handling,

    /// <summary>Handled; its deliveries are in the ledger.</summary>
    Handled,

    /// <summary>An attempt failed; another is due.</summary>
    Retrying,

    /// <summary>Given up after the configured number of attempts; can be replayed.</summary>
    Dead,

    /// <summary>Not fit for a handler; kept with a reason, can be replayed.</summary>
    Quarantined,

    /// <summary>Same id and event as another one, but another body; kept for a person to look at.</summary>
    Conflict,
}

/// <summary>A verified event on its way into the inbox.</summary>
/// <param name="Envelope">What one pass over the body found.</param>
/// <param name="Body">The raw body; goes to the store with the event.</param>
/// <param name="BodyHash">The body's SHA-256.</param>
/// <param name="ReceivedAt">When the request came.</param>
public sealed record ReceivedEvent(Envelope Envelope, PooledBody Body, byte[] BodyHash, DateTimeOffset ReceivedAt);

/// <summary>What became of an event at the inbox.</summary>
public enum Acceptance
{
    /// <summary>Stored as a new row.</summary>
    New,

    /// <summary>Counted on the row of an earlier delivery of the same body.</summary>
    Duplicate,

    /// <summary>Stored as, or counted on, a row marked <see cref="EventState.Conflict"/>.</summary>
    Conflict,
}

/// <summary>An event that a worker holds.</summary>
public sealed record LeasedEvent
{
    /// <summary>The row's id.</summary>
    public required long Id { get; init; }

    /// <summary>The callback's id.</summary>
    public required string CallbackId { get; init; }

    /// <summary>The event's name in lower case.</summary>
    public required string Event { get; init; }

    /// <summary>The registration's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The body's format.</summary>
    public required PayloadFormat Format { get; init; }

    /// <summary>When it first came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Which attempt this is, from 1. Also the lease's token: a later lease has a higher number.</summary>
    public required int Attempt { get; init; }

    /// <summary>How many earlier attempts do not count, because the process stopped in their midst.</summary>
    public required int Excused { get; init; }

    /// <summary>
    /// Whether it is an <c>assessment.stopped</c> of a registration whose <c>assessment.completed</c> is in the inbox: it
    /// must not undo the completion.
    /// </summary>
    public required bool FollowsCompletion { get; init; }

    /// <summary>
    /// Whether its result has been handled already, told by another event: one of the two came from the reconciliation.
    /// </summary>
    public required bool RepeatsResult { get; init; }

    /// <summary>The raw body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
