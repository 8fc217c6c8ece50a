using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Inbox;

/// <summary>Which events to list; what is null does not narrow the choice.</summary>
public sealed record EventFilter
{
    /// <summary>Every event.</summary>
    public static EventFilter All { get; } = new();

    /// <summary>The row's id.</summary>
    public long? Id { get; init; }

    /// <summary>The callback's id, in any case.</summary>
    public string? CallbackId { get; init; }

    /// <summary>The event's name, in any case.</summary>
    public string? Event { get; init; }

    /// <summary>The registration's id.</summary>
    public string? UserId { get; init; }

    /// <summary>One of these states.</summary>
    public IReadOnlyCollection<EventState>? States { get; init; }

    /// <summary>First received at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>First received before this time.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>One event in a listing: no body, no name, no e-mail address.</summary>
public record EventSummary
{
    /// <summary>The row's id.</summary>
    public required long Id { get; init; }

    /// <summary>The callback's id; null when the body had none.</summary>
    public required string? CallbackId { get; init; }

    /// <summary>The event's name; null when the body had none.</summary>
    public required string? Event { get; init; }

    /// <summary>The registration's id; null when the body had none, or when the student was erased.</summary>
    public required string? UserId { get; init; }

    /// <summary>Where the event stands.</summary>
    public required EventState State { get; init; }

    /// <summary>Why it stands there; null when all is well.</summary>
    public required string? Reason { get; init; }

    /// <summary>When it first came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it last came.</summary>
    public required DateTimeOffset LastReceivedAt { get; init; }

    /// <summary>How often it came.</summary>
    public required int DeliveryCount { get; init; }

    /// <summary>How often a handler was tried.</summary>
    public required int Attempts { get; init; }
}

/// <summary>All that is stored of one event. Holds personal data: never log it.</summary>
public sealed record StoredEvent : EventSummary
{
    /// <summary>What makes it the same as another: unique in a store, and the same in every store.</summary>
    public required string DedupKey { get; init; }

    /// <summary>The body's format.</summary>
    public required PayloadFormat Format { get; init; }

    /// <summary>The payload's own time; null when it has none.</summary>
    public required DateTimeOffset? OccurredAt { get; init; }

    /// <summary>How many attempts do not count towards giving up.</summary>
    public required int Excused { get; init; }

    /// <summary>When it may be taken; of a leased one, when the lease ends; null when it came to its end.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>The body's SHA-256; empty when the student was erased.</summary>
    public required byte[] BodyHash { get; init; }

    /// <summary>The raw body; null when the student was erased.</summary>
    public required ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Says which event it is, and nothing personal.</summary>
    public override string ToString() => $"StoredEvent {{ Id = {Id}, State = {State} }}";
}

/// <summary>What became of a replay.</summary>
public enum ReplayOutcome
{
    /// <summary>The event is in its lane again.</summary>
    Queued,

    /// <summary>It has not come to its end yet: nothing to do.</summary>
    Underway,

    /// <summary>Another row holds the same callback id and event, so this one stays as it is.</summary>
    AlreadyReceived,

    /// <summary>Its body was erased.</summary>
    Erased,

    /// <summary>There is no such event.</summary>
    Unknown,
}
