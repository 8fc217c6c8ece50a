using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Retention;

/// <summary>
/// How a store forgets. Both ways work in batches so small that accepting does not wait for them, and a pass that is cut
/// off is finished by the next. Safe for use from many threads; throws <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IRetention
{
    /// <summary>
    /// Removes the events that came to their end and were last received before a time, with their deliveries. Events
    /// stay whose deliveries are not all at their end. The newest delivery of each destination and subject stays without
    /// its result, so that a result that comes late is still known to be old.
    /// </summary>
    /// <returns>How many events were removed.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancel);

    /// <summary>
    /// Removes one student's personal data: bodies, results, and the registration's id wherever it stands, also from
    /// pages and logs of the store that are free again. What remains of an event says that it was received: a later
    /// delivery of the same callback is its duplicate, whatever its body. Events and deliveries that wait are given up,
    /// with the reason <c>erased</c>. A quarantined body of which nobody could read the user goes too if it holds the id.
    /// </summary>
    /// <param name="userId">The registration's id.</param>
    /// <param name="cancel">Ends the call; another one finishes the work.</param>
    Task<Erasure> EraseAsync(string userId, CancellationToken cancel);
}

/// <summary>What was erased.</summary>
/// <param name="Events">How many events.</param>
/// <param name="Deliveries">How many deliveries.</param>
public sealed record Erasure(int Events, int Deliveries);
