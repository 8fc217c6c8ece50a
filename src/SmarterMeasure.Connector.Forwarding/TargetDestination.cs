using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// What all targets share around an attempt: they rest when asked to, write down what they send, and read back what stands.
/// </summary>
internal abstract class TargetDestination(TargetConnection connection, ConfirmMode confirm = ConfirmMode.Never) : IDestination
{
    /// <inheritdoc/>
    public int Concurrency => connection.Flow.Concurrency;

    /// <inheritdoc/>
    public virtual Repetition Repetition => Repetition.SetsState;

    /// <summary>The connection.</summary>
    protected TargetConnection Connection => connection;

    /// <inheritdoc/>
    public abstract bool Accepts(SectionResult result);

    /// <inheritdoc/>
    public virtual Task<PreflightReport> PreflightAsync(CancellationToken cancel) => Task.FromResult(PreflightReport.Nothing);

    /// <inheritdoc/>
    public virtual async Task<AccountLookup> FindAccountAsync(Delivery delivery, CancellationToken cancel)
    {
        if (Refuse(delivery.Result) is { } refusal)
            return AccountLookup.Failed(refusal);
        if (connection.Flow.Rest is { } rest)
            return AccountLookup.Failed(DeliveryOutcome.Pause("throttled", rest));

        var lookup = await FindAsync(delivery, cancel);
        return lookup.Id is { } account ? AccountLookup.Found(account) : AccountLookup.Failed(lookup.Failure!);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel)
    {
        if (connection.Flow.Rest is { } rest)
            return DeliveryOutcome.Pause("throttled", rest);

        return await AttemptAsync(delivery, isTrial: false, cancel);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome?> ForeseeAsync(Delivery delivery, CancellationToken cancel) =>
        await AttemptAsync(delivery, isTrial: true, cancel);

    /// <summary>
    /// What a result comes to that cannot be sent, whoever the student is: the configuration may have changed since it was
    /// accepted. Null when it can.
    /// </summary>
    protected virtual DeliveryOutcome? Refuse(SectionResult result) => null;

    /// <summary>Finds the student's account: the target's own id of it, the same whichever identity led there.</summary>
    protected abstract Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel);

    /// <summary>Makes the attempt: sets the result.</summary>
    /// <param name="delivery">What to deliver.</param>
    /// <param name="account">The student's account; empty at a target that knows none.</param>
    /// <param name="cancel">Ends the attempt.</param>
    protected abstract Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel);

    /// <summary>Reads back what stands after a write whose answer proves nothing; called as <c>Confirm</c> says.</summary>
    /// <param name="delivery">What was delivered.</param>
    /// <param name="account">The student's account.</param>
    /// <param name="cancel">Ends the look.</param>
    /// <returns>Null when the result stands; else what the delivery comes to.</returns>
    protected virtual Task<DeliveryOutcome?> ConfirmAsync(Delivery delivery, string account, CancellationToken cancel) =>
        Task.FromResult<DeliveryOutcome?>(null);

    // A trial's calls count too: a destination in shadow makes no others.
    private async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, bool isTrial, CancellationToken cancel)
    {
        var recording = RequestRecording.Begin(isTrial);
        if (Refuse(delivery.Result) is { } refusal)
            return refusal;

        var lookup = delivery.Account is { } found ? AccountLookup.Found(found) : await FindAccountAsync(delivery, cancel);
        var outcome = lookup.Failure ?? await AttemptAsync(delivery, lookup.Account ?? "", cancel);
        if (outcome.State == DeliveryState.Delivered && !isTrial)
        {
            connection.Flow.Succeeded();
            if (confirm.Includes(delivery.Id) && await ConfirmAsync(delivery, lookup.Account ?? "", cancel) is { } doubt)
                outcome = doubt with { RemoteId = outcome.RemoteId };
        }

        // What fails before the first request that changes something, such as a look-up, has left nothing behind.
        return outcome with { Request = recording.Text, IsAmbiguous = outcome.IsAmbiguous && recording.Text is not null };
    }
}
