using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Makes attempts within their time limit; whatever a destination does, an attempt ends in an outcome.</summary>
internal sealed class Attempts(Verification verification, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Makes one attempt.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="delivery">What to deliver.</param>
    /// <param name="refetches">Whether to send what the vendor's API says instead of what the webhook told.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="stop">Ends the attempt.</param>
    public async Task<DeliveryOutcome> MakeAsync(
        IDestination destination, Delivery delivery, bool refetches, TimeSpan timeout, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        if (refetches)
        {
            var (verified, outcome) = await VerifyAsync(delivery, either.Token, stop);
            if (verified is null)
                return outcome!;

            delivery = verified;
        }

        return Judge(await TryAsync(destination, delivery, timeout, either.Token, stop), destination.Repetition);
    }

    // Nothing has been sent yet, so nothing of this is ambiguous.
    private async Task<(Delivery? Verified, DeliveryOutcome? Outcome)> VerifyAsync(
        Delivery delivery, CancellationToken either, CancellationToken stop)
    {
        try
        {
            return await verification.VerifyAsync(delivery, either);
        }
        catch (OperationCanceledException)
        {
            return (null, stop.IsCancellationRequested
                ? DeliveryOutcome.Pause("stopped", TimeSpan.Zero)
                : DeliveryOutcome.Retry("api_timeout"));
        }
    }

    private async Task<DeliveryOutcome> TryAsync(
        IDestination destination, Delivery delivery, TimeSpan timeout, CancellationToken either, CancellationToken stop)
    {
        try
        {
            // Goes on even when a destination ignores its token; what such a one still does is its own affair.
            return await destination.DeliverAsync(delivery, either).WaitAsync(timeout + Grace, time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return DeliveryOutcome.Pause("stopped", TimeSpan.Zero) with { IsAmbiguous = true };
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException)
        {
            return DeliveryOutcome.Retry("timeout") with { IsAmbiguous = true };
        }
#pragma warning disable CA1031 // Whatever a destination throws, the delivery must be kept; its message may be personal.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return DeliveryOutcome.Retry($"unexpected: {failure.GetType().FullName}") with { IsAmbiguous = true };
        }
    }

    private static DeliveryOutcome Judge(DeliveryOutcome outcome, Repetition repetition) =>
        outcome.IsAmbiguous && repetition == Repetition.Never
            ? DeliveryOutcome.Dead($"ambiguous: {outcome.Reason}") with { Request = outcome.Request }
            : outcome;
}
