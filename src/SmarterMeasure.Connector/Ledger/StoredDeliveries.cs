namespace SmarterMeasure.Connector.Ledger;

/// <summary>Which deliveries to list; what is null does not narrow the choice.</summary>
public sealed record DeliveryFilter
{
    /// <summary>Every delivery.</summary>
    public static DeliveryFilter All { get; } = new();

    /// <summary>The row's id.</summary>
    public long? Id { get; init; }

    /// <summary>Rows with a larger id only. Not together with <see cref="Id"/>.</summary>
    public long? AfterId { get; init; }

    /// <summary>The destination's name, in any case.</summary>
    public string? Destination { get; init; }

    /// <summary>
    /// Only what should stand at its destination: what was delivered, unless one of higher rank of its subject, or of its account
    /// and section, was delivered too or is about to be.
    /// </summary>
    public bool Stands { get; init; }

    /// <summary>The id of the callback that caused it, in any case.</summary>
    public string? CallbackId { get; init; }

    /// <summary>One of these states.</summary>
    public IReadOnlyCollection<DeliveryState>? States { get; init; }
}

/// <summary>One delivery in a listing: no name, no e-mail address, no result.</summary>
public record DeliverySummary
{
    /// <summary>The row's id.</summary>
    public required long Id { get; init; }

    /// <summary>The callback that caused it.</summary>
    public required string CallbackId { get; init; }

    /// <summary>The destination's name.</summary>
    public required string Destination { get; init; }

    /// <inheritdoc cref="NewDelivery.Operation"/>
    public required string Operation { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Why it stands there; null when all is well.</summary>
    public required string? Reason { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }
}

/// <summary>All that is stored of one delivery. Holds personal data: never log it.</summary>
public sealed record StoredDelivery : DeliverySummary
{
    /// <summary>The <see cref="Inbox.StoredEvent.DedupKey"/> of the event that caused it; null when that is gone.</summary>
    public required string? EventKey { get; init; }

    /// <inheritdoc cref="NewDelivery.Subject"/>
    public required string Subject { get; init; }

    /// <inheritdoc cref="NewDelivery.Version"/>
    public required DateTimeOffset Version { get; init; }

    /// <inheritdoc cref="NewDelivery.Rank"/>
    public long Rank { get; init; }

    /// <summary>How many attempts counted as failures.</summary>
    public required int Failures { get; init; }

    /// <summary>When it may be taken; of a leased one, when the lease ends; null when it came to its end.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What to deliver; null when its retention ended, or when the student was erased.</summary>
    public required SectionResult? Result { get; init; }

    /// <inheritdoc cref="Delivery.RemoteId"/>
    public string? RemoteId { get; init; }

    /// <inheritdoc cref="Delivery.MappedTo"/>
    public string? MappedTo { get; init; }

    /// <summary>
    /// The account that was claimed for it, as the destination's own id, see <see cref="ILedger.ClaimAsync"/>; null before that,
    /// at a destination that knows no accounts, or when the student was erased.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>The section that it sets, in lower case; null of one that an older program stored, or when the student was erased.</summary>
    public string? Section { get; init; }

    /// <summary>
    /// The requests that the last attempt sent, or of a shadowed one would have sent, without secrets; null when there were
    /// none, when its retention ended, or when the student was erased.
    /// </summary>
    public string? Request { get; init; }

    /// <summary>Says which delivery it is, and nothing personal.</summary>
    public override string ToString() => $"StoredDelivery {{ Id = {Id}, State = {State} }}";
}

/// <summary>What storing a delivery would meet with. Holds personal data: never log it.</summary>
public sealed record DeliveryPlace
{
    /// <summary>The same operation, which is stored already: another of it is ignored. Null when there is none.</summary>
    public required StoredDelivery? Same { get; init; }

    /// <summary>Whether there is a newer result of the same subject.</summary>
    public required bool IsOvertaken { get; init; }

    /// <inheritdoc cref="Delivery.MappedTo"/>
    public required string? MappedTo { get; init; }

    /// <summary>The newest delivery of the same subject whose requests are known; null when there is none.</summary>
    public required StoredDelivery? Before { get; init; }

    /// <summary>Says nothing personal.</summary>
    public override string ToString() => $"DeliveryPlace {{ Same = {Same?.Id}, IsOvertaken = {IsOvertaken} }}";
}

/// <summary>What became of a retry by hand.</summary>
public enum RetryOutcome
{
    /// <summary>The delivery is due.</summary>
    Queued,

    /// <summary>It is pending or under way: nothing to do.</summary>
    Underway,

    /// <summary>The destination has it.</summary>
    AlreadyDelivered,

    /// <summary>A newer result of the same student and section took its place.</summary>
    Superseded,

    /// <summary>What it would deliver was erased.</summary>
    Erased,

    /// <summary>There is no such delivery.</summary>
    Unknown,
}
