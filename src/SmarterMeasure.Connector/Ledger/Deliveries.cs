namespace SmarterMeasure.Connector.Ledger;

/// <summary>The life of a delivery.</summary>
public enum DeliveryState
{
    /// <summary>Waits for its first attempt.</summary>
    Pending,

    /// <summary>Leased to a worker.</summary>
    Sending,

    /// <summary>The destination has it.</summary>
    Delivered,

    /// <summary>An attempt failed; another is due.</summary>
    Retrying,

    /// <summary>The destination knows no such student, or more than one. Looked up again from time to time; never guessed.</summary>
    Unmatched,

    /// <summary>A newer result of the same student and section took its place; never sent.</summary>
    Superseded,

    /// <summary>Given up; can be retried by hand.</summary>
    Dead,

    /// <summary>
    /// Went the whole way but for what would have changed something, because its destination is in shadow; can be retried by
    /// hand.
    /// </summary>
    Shadowed,

    /// <summary>
    /// The destination would not keep the result as it is, for example because the grade is locked or the item is unfit: a person
    /// has to change something there. Looked at again from time to time.
    /// </summary>
    Blocked,
}

/// <summary>A delivery to be stored.</summary>
public sealed record NewDelivery
{
    private readonly long? _rank;

    /// <summary>The destination's name in lower case.</summary>
    public required string Destination { get; init; }

    /// <summary>The idempotency key: the same operation is stored once per destination.</summary>
    public required string Operation { get; init; }

    /// <summary>What the operation sets, for example one student's section. One of higher rank overtakes the others.</summary>
    public required string Subject { get; init; }

    /// <summary>When the result was scored, or else received.</summary>
    public required DateTimeOffset Version { get; init; }

    /// <summary>
    /// Orders the operations of one subject, and the results of one account's registrations: the higher stands, and of equal
    /// ones the later stored. By default the version in Unix milliseconds.
    /// </summary>
    public long Rank
    {
        get => _rank ?? Version.ToUnixTimeMilliseconds();
        init => _rank = value;
    }

    /// <summary>What to deliver.</summary>
    public required SectionResult Result { get; init; }
}

/// <summary>A delivery that a worker holds.</summary>
public sealed record Delivery
{
    /// <summary>The row's id.</summary>
    public required long Id { get; init; }

    /// <summary>The callback that caused it.</summary>
    public required string CallbackId { get; init; }

    /// <summary>The destination's name in lower case.</summary>
    public required string Destination { get; init; }

    /// <inheritdoc cref="NewDelivery.Operation"/>
    public required string Operation { get; init; }

    /// <summary>Which attempt this is, from 1; also the lease's token.</summary>
    public required int Attempt { get; init; }

    /// <summary>How many earlier attempts counted as failures.</summary>
    public required int Failures { get; init; }

    /// <summary>What to deliver.</summary>
    public required SectionResult Result { get; init; }

    /// <summary>The id that the destination gave the record in an earlier attempt; null when it gave none.</summary>
    public string? RemoteId { get; init; }

    /// <summary>
    /// The account that an operator named for this student, as the destination's own id; null when the student is to be
    /// looked up.
    /// </summary>
    public string? MappedTo { get; init; }

    /// <summary>
    /// The account that was found for this attempt, as the destination's own id; null before it was looked for, and where the
    /// destination knows none.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>
    /// Whether the attempt before was begun and nobody wrote down how it ended, because its process is gone: the destination may
    /// have the delivery.
    /// </summary>
    public bool IsUnclear { get; init; }

    /// <summary>Says which delivery it is, and nothing personal.</summary>
    public override string ToString() => $"Delivery {{ Id = {Id}, Destination = {Destination}, Attempt = {Attempt} }}";
}

/// <summary>How an attempt ended.</summary>
/// <param name="State">Where the delivery goes: delivered, retrying, unmatched, blocked, superseded, dead or shadowed.</param>
/// <param name="Reason">A reason code, with detail that is free of personal data; null when delivered.</param>
/// <param name="DueAt">When to try again; used with retrying, unmatched and blocked.</param>
/// <param name="IsFailure">Whether the attempt counts towards giving up.</param>
public sealed record Settlement(DeliveryState State, string? Reason, DateTimeOffset DueAt, bool IsFailure)
{
    /// <summary>The id that the destination gave the record; null leaves the one that is stored.</summary>
    public string? RemoteId { get; init; }

    /// <summary>
    /// The requests that the attempt sent, without secrets; null leaves those that are stored. Of a shadowed one those that it
    /// would have sent, in place of any that are stored.
    /// </summary>
    public string? Request { get; init; }

    /// <summary>Says how it ended, and nothing of the request, which is personal.</summary>
    public override string ToString() => $"Settlement {{ State = {State}, Reason = {Reason}, DueAt = {DueAt:O} }}";
}
