using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>What all targets share around an attempt: they rest when asked to, and write down what they send.</summary>
internal abstract class TargetDestination(TargetConnection connection) : IDestination
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
    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel)
    {
        if (connection.Flow.Rest is { } rest)
            return DeliveryOutcome.Pause("throttled", rest);

        return await AttemptAsync(delivery, isTrial: false, cancel);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome?> ForeseeAsync(Delivery delivery, CancellationToken cancel) =>
        await AttemptAsync(delivery, isTrial: true, cancel);

    /// <summary>Makes the attempt: finds the student and sets the result.</summary>
    protected abstract Task<DeliveryOutcome> AttemptAsync(Delivery delivery, CancellationToken cancel);

    // A trial's calls count too: a destination in shadow makes no others.
    private async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, bool isTrial, CancellationToken cancel)
    {
        var recording = RequestRecording.Begin(isTrial);
        var outcome = await AttemptAsync(delivery, cancel);
        if (outcome.State == DeliveryState.Delivered)
            connection.Flow.Succeeded();

        // What fails before the first request that changes something, such as a look-up, has left nothing behind.
        return outcome with { Request = recording.Text, IsAmbiguous = outcome.IsAmbiguous && recording.Text is not null };
    }
}
