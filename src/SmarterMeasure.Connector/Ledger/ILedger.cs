namespace SmarterMeasure.Connector.Ledger;

/// <summary>
/// The ledger of deliveries: one row per destination and operation. Rows come in through
/// <see cref="Inbox.IInbox.CompleteAsync"/>; one that overtakes another which waits to be tried again is due no earlier than
/// that. Safe for use from many threads; throws <see cref="Inbox.StoreUnavailableException"/> as the inbox does.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Takes deliveries of one destination that are due, and counts the attempt before returning. Deliveries of one
    /// subject are taken one after another.
    /// </summary>
    Task<IReadOnlyList<Delivery>> LeaseAsync(string destination, int max, TimeSpan lease, CancellationToken cancel);

    /// <summary>
    /// Claims an account for a leased delivery, before it is sent there. Several registrations may be one student: of all
    /// deliveries to one account and section the one of the highest rank stands, whatever order they come in. What the claim
    /// overtakes, and what is not under way any more, becomes superseded. What is dead, shadowed or superseded holds nothing back.
    /// </summary>
    /// <param name="delivery">The delivery, as it was leased.</param>
    /// <param name="account">The destination's own id of the account: the same whatever it was found by.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<AccountClaim> ClaimAsync(Delivery delivery, string account, CancellationToken cancel);

    /// <summary>
    /// Ends an attempt. One that did not deliver, and whose subject has a newer result by now, becomes superseded. If it
    /// would have been tried again, the newer one is not taken before that time either.
    /// </summary>
    /// <returns>False, with nothing changed, when the lease was lost meanwhile.</returns>
    Task<bool> SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancel);

    /// <summary>Waits until there may be work for the destination, or until <paramref name="atMost"/> has passed.</summary>
    Task WaitForWorkAsync(string destination, TimeSpan atMost, CancellationToken cancel);
}
