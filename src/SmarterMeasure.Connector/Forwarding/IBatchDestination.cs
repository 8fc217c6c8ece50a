using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// A destination that takes many deliveries in one call and loses none of their errors by it: a call takes all or nothing, or
/// tells of each what came of it. Safe for use from many threads.
/// </summary>
public interface IBatchDestination : IDestination
{
    /// <summary>
    /// The most deliveries that go together: 1 or more; at 1 each goes alone. Asked before each lease. <see
    /// cref="IDestination.Concurrency"/> counts what goes together as one.
    /// </summary>
    int BatchSize { get; }

    /// <summary>Makes one attempt of several deliveries in one call. An exception counts as retryable for each of them.</summary>
    /// <param name="deliveries">
    /// What to deliver: two or more, each of another subject, and none that failed before, because what failed together must not
    /// fail together again.
    /// </param>
    /// <param name="cancel">Cancelled when the lease is about to end or the process stops.</param>
    /// <returns>
    /// The outcomes in the order of the deliveries, each with the request that would have been sent for it alone; or null for a
    /// refusal that does not say whose fault it was. Then each goes alone, within the same time limit.
    /// </returns>
    Task<IReadOnlyList<DeliveryOutcome>?> DeliverTogetherAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancel);
}
