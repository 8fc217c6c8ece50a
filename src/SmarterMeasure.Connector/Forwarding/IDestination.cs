using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// One configured LMS or SIS. Deliveries reach it one attempt at a time per subject, and may repeat after an ambiguous
/// failure: <see cref="Repetition"/> says why that does no harm. One that takes many in one call is an <see
/// cref="IBatchDestination"/>. Safe for use from many threads.
/// </summary>
public interface IDestination
{
    /// <summary>
    /// How many deliveries, each of another subject, it takes at a time: 1 or more, by default 1. Asked before each lease, so
    /// it may follow what the destination allows.
    /// </summary>
    int Concurrency => 1;

    /// <summary>Why an attempt whose answer never came may be repeated; by default because it only sets a state.</summary>
    Repetition Repetition => Repetition.SetsState;

    /// <summary>Whether this destination wants the result at all; asked once, when the event is handled.</summary>
    bool Accepts(SectionResult result);

    /// <summary>
    /// Looks at what results are written into, and changes nothing there: whether it exists, and whether a result would stand.
    /// Called before the first write, every hour, and every five minutes while something is unfit; a few calls, no more.
    /// Deliveries of a section that has an unfit item wait as <see cref="DeliveryState.Blocked"/>, and go on by themselves.
    /// </summary>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What was found; by default that there is nothing to look at.</returns>
    Task<PreflightReport> PreflightAsync(CancellationToken cancel) => Task.FromResult(PreflightReport.Nothing);

    /// <summary>Finds the account of a delivery's student; nothing is changed at the destination.</summary>
    /// <remarks>
    /// The ledger then sees to it that of all registrations of one account the right result stands, whatever order they came in,
    /// and hands the account over in <see cref="Delivery.Account"/>.
    /// </remarks>
    /// <param name="delivery">Whose account.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <returns>The account; by default that the destination knows none.</returns>
    Task<AccountLookup> FindAccountAsync(Delivery delivery, CancellationToken cancel) => Task.FromResult(AccountLookup.None);

    /// <summary>Makes one attempt. Failures are outcomes, not exceptions; an exception counts as retryable.</summary>
    /// <param name="delivery">What to deliver; with the account that was found for it.</param>
    /// <param name="cancel">Cancelled when the lease is about to end or the process stops.</param>
    Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel);

    /// <summary>
    /// Goes through an attempt without changing anything at the destination: looks the student up, and gives the requests
    /// that would be sent in <see cref="DeliveryOutcome.Request"/>. Called for a dry run, and in place of an attempt while the
    /// destination is in shadow, see <see cref="DestinationRule.IsShadow"/>.
    /// </summary>
    /// <param name="delivery">What would be delivered.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>What would come of it; null from a destination that cannot tell.</returns>
    Task<DeliveryOutcome?> ForeseeAsync(Delivery delivery, CancellationToken cancel) =>
        Task.FromResult<DeliveryOutcome?>(null);
}

/// <summary>Why a delivery may be sent again when nobody knows whether it arrived.</summary>
public enum Repetition
{
    /// <summary>It sets a state: sent twice, the state is the same.</summary>
    SetsState,

    /// <summary>It carries an id of ours by which the destination knows it again.</summary>
    RecognisedById,

    /// <summary>Each attempt first looks for what an earlier one may have left.</summary>
    ReadsBack,

    /// <summary>It may not: such a delivery is dead with the reason <c>ambiguous</c> until a person has looked.</summary>
    Never,
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
