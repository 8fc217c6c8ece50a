using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Dispatch;

/// <summary>What a handler may want to know about the event beyond its payload.</summary>
public sealed class EventContext
{
    /// <summary>The callback's id: with <see cref="Event"/> the idempotency key of the event.</summary>
    public required string CallbackId { get; init; }

    /// <summary>The event's name in lower case.</summary>
    public required string Event { get; init; }

    /// <summary>The registration's id.</summary>
    public required string UserId { get; init; }

    /// <summary>When the event first came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The body's format.</summary>
    public required PayloadFormat Format { get; init; }

    /// <summary>The raw body. Holds personal data and credentials: never log it.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The services of this event's own scope.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>
    /// Whether an operator only wants to see what would be sent: what is returned is shown, not stored. A handler that
    /// returns no push is not called at all; one that does more than to return pushes leaves that out.
    /// </summary>
    public bool IsDryRun { get; init; }
}
