using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Inbox;

/// <summary>
/// The durable inbox: every verified event, from its receipt to its end. Safe for use from many threads. A store that
/// cannot be reached throws <see cref="StoreUnavailableException"/> and recovers by itself once it can.
/// </summary>
public interface IInbox
{
    /// <summary>Opens the store and brings its schema up to date. Called once, before anything else.</summary>
    Task OpenAsync(CancellationToken cancel);

    /// <summary>
    /// Called once by a process that begins to work on the store: ends the leases of events that earlier processes held
    /// which are known to be gone. A lease whose holder may be alive runs its time, and so does every lease of a delivery:
    /// a destination may still be at work on what a process sent that is gone.
    /// </summary>
    Task TakeOverAsync(CancellationToken cancel);

    /// <summary>
    /// Stores an event, or counts it on the row that has the same callback id and event. Returns after the commit has
    /// reached the disk; many calls share one commit.
    /// </summary>
    /// <param name="received">The event. The store owns its body from here on, whatever the outcome.</param>
    /// <param name="cancel">
    /// Ends the wait, not the write: a cancelled event may have been stored, and its repetition is then a duplicate.
    /// </param>
    /// <exception cref="StoreUnavailableException">Nothing was stored, or it is not known whether.</exception>
    Task<Acceptance> AcceptAsync(ReceivedEvent received, CancellationToken cancel);

    /// <summary>
    /// Takes events that are due, the first of each user's lane, and counts the attempt before returning. A lane with a
    /// leased event gives no other until that one is released or its lease ends. Of a lane the first to have arrived goes
    /// first, among those whose time is within <see cref="EventOrder.Slack"/> of the oldest waiting one.
    /// </summary>
    /// <param name="max">The most events to take, at least 1.</param>
    /// <param name="lease">How long they are held.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<IReadOnlyList<LeasedEvent>> LeaseAsync(int max, TimeSpan lease, CancellationToken cancel);

    /// <summary>
    /// Marks an event handled and stores its deliveries, in one transaction. A delivery whose operation is known is
    /// ignored; one that a newer result has overtaken is stored as superseded, and overtakes older ones itself.
    /// </summary>
    /// <returns>False, with nothing stored, when the lease was lost meanwhile.</returns>
    Task<bool> CompleteAsync(LeasedEvent leased, IReadOnlyList<NewDelivery> deliveries, CancellationToken cancel);

    /// <summary>Ends an attempt without deliveries.</summary>
    /// <param name="leased">The event.</param>
    /// <param name="state">
    /// <see cref="EventState.Retrying"/>, <see cref="EventState.Dead"/>, <see cref="EventState.Quarantined"/>, or
    /// <see cref="EventState.Handled"/> for an event that no handler was to see.
    /// </param>
    /// <param name="reason">A reason code, with detail that is free of personal data.</param>
    /// <param name="dueAt">When to try again; only used with retrying.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>False, with nothing changed, when the lease was lost meanwhile.</returns>
    Task<bool> ReleaseAsync(
        LeasedEvent leased, EventState state, string reason, DateTimeOffset dueAt, CancellationToken cancel);

    /// <summary>
    /// Gives an event back that could not be finished, by no fault of its own: the attempt does not count towards giving
    /// up.
    /// </summary>
    /// <param name="leased">The event.</param>
    /// <param name="reason">A reason code, free of personal data.</param>
    /// <param name="dueAt">When to try again; a time that has passed means at once.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>False, with nothing changed, when the lease was lost meanwhile.</returns>
    Task<bool> GiveBackAsync(LeasedEvent leased, string reason, DateTimeOffset dueAt, CancellationToken cancel);

    /// <summary>Waits until there may be work for <see cref="LeaseAsync"/>, or until <paramref name="atMost"/> has passed.</summary>
    Task WaitForWorkAsync(TimeSpan atMost, CancellationToken cancel);
}
