using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// One configured LMS or SIS. Deliveries reach it one attempt at a time per subject, and may repeat after an ambiguous
/// failure, so an implementation sends only what is safe to repeat, or looks before it repeats.
/// </summary>
public interface IDestination
{
    /// <summary>Whether this destination wants the result at all; asked once, when the event is handled.</summary>
    bool Accepts(SectionResult result);

    /// <summary>Makes one attempt. Failures are outcomes, not exceptions; an exception counts as retryable.</summary>
    /// <param name="delivery">What to deliver.</param>
    /// <param name="cancel">Cancelled when the lease is about to end or the process stops.</param>
    Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel);
}

/// <summary>A kind of destination, such as Canvas; makes one <see cref="IDestination"/> per configured name.</summary>
public interface IDestinationType
{
    /// <summary>The value of <c>Destinations:{name}:Type</c>, compared without regard to case.</summary>
    string Type { get; }

    /// <summary>Reads the destination's configuration.</summary>
    /// <param name="name">The destination's name in lower case.</param>
    /// <param name="section">Its configuration; faults are added to the section's list.</param>
    /// <param name="settings">The connector's other settings.</param>
    /// <returns>The destination, or null when its configuration has a fault.</returns>
    IDestination? Create(string name, SettingsSection section, ConnectorSettings settings);
}
