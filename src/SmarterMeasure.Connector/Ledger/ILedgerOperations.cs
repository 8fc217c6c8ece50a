namespace SmarterMeasure.Connector.Ledger;

/// <summary>The ledger as its operators see it; everything said of <see cref="Inbox.IInboxOperations"/> holds here too.</summary>
public interface ILedgerOperations
{
    /// <summary>Lists deliveries, oldest first, without what they deliver.</summary>
    IAsyncEnumerable<DeliverySummary> ListAsync(DeliveryFilter filter, CancellationToken cancel);

    /// <summary>Reads deliveries, oldest first, with all that is stored of them.</summary>
    IAsyncEnumerable<StoredDelivery> ReadAsync(DeliveryFilter filter, CancellationToken cancel);

    /// <summary>Makes a dead, unmatched or retrying delivery due at once, with its failures forgotten.</summary>
    Task<RetryOutcome> RetryAsync(long id, CancellationToken cancel);

    /// <summary>
    /// Gives a pending, retrying or unmatched delivery up: <see cref="DeliveryState.Dead"/> with the reason
    /// <c>discarded</c>. It can be retried.
    /// </summary>
    /// <returns>False, with nothing changed, when there is no such delivery or it is in another state.</returns>
    Task<bool> DiscardAsync(long id, CancellationToken cancel);
}
