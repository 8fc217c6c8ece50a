using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// A destination that can say what stands there of results that it was given earlier: for the verb <c>verify</c> and the job of
/// that name. Reads only, and in bulk where the destination can. Safe for use from many threads.
/// </summary>
public interface IVerifiableDestination : IDestination
{
    /// <summary>The most results that one call takes: 1 or more. Asked before each call.</summary>
    int VerifyBatchSize { get; }

    /// <summary>Compares what stands at the destination with what was delivered, and changes nothing there.</summary>
    /// <remarks>
    /// What a person changed since is <see cref="StandingKind.Changed"/>; a value that the destination only rounds as it always
    /// does, or that <see cref="IDestination.DeliverAsync"/> scales to what the item is worth, is <see cref="StandingKind.Same"/>.
    /// An exception is taken as a failure that passes.
    /// </remarks>
    /// <param name="section">The section's code; all results are of it.</param>
    /// <param name="delivered">At most <see cref="VerifyBatchSize"/> results. An account is seldom there twice.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>What stands, in the order given; or why the destination could not be asked.</returns>
    Task<VerifyAnswer> VerifyAsync(string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel);
}

/// <summary>A result that the ledger calls delivered. Holds personal data: never log it.</summary>
public sealed record DeliveredResult
{
    /// <summary>The ledger's row.</summary>
    public required long DeliveryId { get; init; }

    /// <summary>
    /// The account that it was delivered to, as the destination's own id; null where none is on file: then the destination looks
    /// the student up again, or says <see cref="Standing.Unknown"/>.
    /// </summary>
    public string? Account { get; init; }

    /// <inheritdoc cref="Delivery.MappedTo"/>
    public string? MappedTo { get; init; }

    /// <summary>The id that the destination gave the record; null when it gave none.</summary>
    public string? RemoteId { get; init; }

    /// <summary>What was delivered.</summary>
    public required SectionResult Result { get; init; }

    /// <summary>Says which delivery it is, and nothing personal.</summary>
    public override string ToString() => $"DeliveredResult {{ DeliveryId = {DeliveryId} }}";
}
