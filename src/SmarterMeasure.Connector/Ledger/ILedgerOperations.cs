namespace SmarterMeasure.Connector.Ledger;

/// <summary>The ledger as its operators see it; everything said of <see cref="Inbox.IInboxOperations"/> holds here too.</summary>
public interface ILedgerOperations
{
    /// <summary>Lists deliveries, oldest first, without what they deliver.</summary>
    IAsyncEnumerable<DeliverySummary> ListAsync(DeliveryFilter filter, CancellationToken cancel);

    /// <summary>Reads deliveries, oldest first, with all that is stored of them.</summary>
    IAsyncEnumerable<StoredDelivery> ReadAsync(DeliveryFilter filter, CancellationToken cancel);

    /// <summary>Says what storing a delivery would meet with, and changes nothing.</summary>
    Task<DeliveryPlace> FindPlaceAsync(NewDelivery delivery, CancellationToken cancel);

    /// <summary>
    /// Makes a dead, shadowed, unmatched, blocked or retrying delivery due at once, with its failures forgotten; and the requests that a
    /// shadowed one never sent, too.
    /// </summary>
    Task<RetryOutcome> RetryAsync(long id, CancellationToken cancel);

    /// <summary>
    /// Makes a delivered delivery due at once, because what it delivered no longer stands at the destination.
    /// </summary>
    /// <returns>
    /// False, with nothing changed, when there is no such delivery, when it is in another state, when there is a newer one of its
    /// subject, and when its result is gone.
    /// </returns>
    Task<bool> RedeliverAsync(long id, CancellationToken cancel);

    /// <summary>
    /// Gives a pending, retrying, unmatched or blocked delivery up: <see cref="DeliveryState.Dead"/> with the reason
    /// <c>discarded</c>. It can be retried.
    /// </summary>
    /// <returns>False, with nothing changed, when there is no such delivery or it is in another state.</returns>
    Task<bool> DiscardAsync(long id, CancellationToken cancel);

    /// <summary>
    /// Names the account of a delivery's student at its destination. It holds for every delivery of that student
    /// (<see cref="StudentRef.UserId"/>) to that destination, in place of an earlier mapping; the unmatched and blocked ones are due at
    /// once, with their failures forgotten.
    /// </summary>
    /// <param name="id">The row's id.</param>
    /// <param name="account">The destination's own id of the account.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>How many deliveries became due; null, with nothing changed, when there is no such delivery, or its
    /// student was erased.</returns>
    Task<int?> MapAsync(long id, string account, CancellationToken cancel);
}
