using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Inbox;

/// <summary>
/// The inbox as its operators see it. Works beside a serving process on the same store. Safe for use from many threads;
/// throws <see cref="StoreUnavailableException"/> as the inbox does. Reading needs no <see cref="IInbox.OpenAsync"/>,
/// makes no store where there is none, and changes nothing.
/// </summary>
public interface IInboxOperations
{
    /// <summary>Lists events in the order of their arrival, without their bodies.</summary>
    IAsyncEnumerable<EventSummary> ListAsync(EventFilter filter, CancellationToken cancel);

    /// <summary>Reads events in the order of their arrival, with all that is stored of them.</summary>
    IAsyncEnumerable<StoredEvent> ReadAsync(EventFilter filter, CancellationToken cancel);

    /// <summary>
    /// Puts an event that came to its end back in its lane, due at once, with its earlier attempts excused.
    /// </summary>
    /// <param name="id">The row's id.</param>
    /// <param name="envelope">
    /// What a new reading of the body found: its id, event, user and time take the place of the stored ones, so that a
    /// later delivery of the same callback is its duplicate.
    /// </param>
    /// <param name="cancel">Ends the wait.</param>
    Task<ReplayOutcome> ReplayAsync(long id, Envelope envelope, CancellationToken cancel);

    /// <summary>
    /// Gives a quarantined, conflicting or retrying event up: <see cref="EventState.Dead"/> with the reason
    /// <c>discarded</c>. It stays until its retention ends, and can be replayed.
    /// </summary>
    /// <returns>False, with nothing changed, when there is no such event or it is in another state.</returns>
    Task<bool> DiscardAsync(long id, CancellationToken cancel);
}
