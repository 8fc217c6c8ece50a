using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// Makes the attempts of a turn within one time limit: together where the destination can, else one after another. Each
/// delivery has an outcome of its own.
/// </summary>
internal sealed class Attempts(ILedger ledger, Refetch refetch, TimeProvider time)
{
    private static readonly DeliveryOutcome LeftUnclear = DeliveryOutcome.Dead("ambiguous: not_ended");
    private static readonly DeliveryOutcome NotReached = DeliveryOutcome.Pause("not_reached", TimeSpan.Zero);

    /// <summary>Makes one attempt of each delivery.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="deliveries">What to deliver, each of another subject.</param>
    /// <param name="rule">Whether to send what the vendor's API says instead of what the webhook told, and to send at all.</param>
    /// <param name="preflight">What a section's delivery comes to because its item is unfit; null when it is fit.</param>
    /// <param name="timeout">How long all of it may take.</param>
    /// <param name="stop">Ends the attempts.</param>
    /// <returns>The outcomes in the order of the deliveries. One that was not begun is given back and counts no failure.</returns>
    public async Task<IReadOnlyList<DeliveryOutcome>> MakeAsync(
        IDestination destination, IReadOnlyList<Delivery> deliveries, DestinationRule rule,
        Func<string, DeliveryOutcome?> preflight, TimeSpan timeout, CancellationToken stop)
    {
        using var limit = new AttemptLimit(timeout, time, stop);
        var attempts = deliveries.Select(delivery => new Attempt(delivery)).ToList();

        // Nobody knows whether it arrived, and nothing would tell: a person has to look.
        if (destination.Repetition == Repetition.Never)
            attempts.FindAll(attempt => attempt.Delivery.IsUnclear).ForEach(attempt => attempt.Outcome = LeftUnclear);
        attempts.ForEach(attempt => attempt.Outcome ??= preflight(attempt.Delivery.Result.Section));
        if (rule.Refetches)
            await EachAsync(attempts, limit, attempt => RefetchAsync(attempt, limit));
        await EachAsync(attempts, limit, attempt => FindAccountAsync(destination, attempt, limit), isQuick: true);

        if (rule.IsShadow)
        {
            await EachAsync(attempts, limit, attempt => ForeseeAsync(destination, attempt, limit));
        }
        else
        {
            // Not in shadow: what is not sent must keep nothing from being sent that is.
            await Task.WhenAll(attempts.Where(attempt => attempt.Outcome is null).Select(attempt => ClaimAsync(attempt, limit)));
            await SendTogetherAsync(destination, attempts, limit);
            await EachAsync(attempts, limit, attempt => SendAsync(destination, attempt, limit));
        }

        return [.. attempts.Select(attempt => Judge(attempt.Outcome!, destination.Repetition))];
    }

    // The first is always begun, so that there is an end to it however slow everything is.
    private static async Task EachAsync(
        List<Attempt> attempts, AttemptLimit limit, Func<Attempt, Task> take, bool isQuick = false)
    {
        DeliveryOutcome? rest = null;
        foreach (var attempt in attempts.Where(attempt => attempt.Outcome is null))
        {
            if (rest is not null)
            {
                attempt.Outcome = rest;
                continue;
            }

            await take(attempt);
            if (attempt.Outcome is { Pauses: true } pause)
                rest = Unsent(pause);
            else if (!isQuick && limit.IsHalfOver)
                rest = NotReached;
        }
    }

    // Nothing has been sent yet, so nothing of this is ambiguous.
    private async Task RefetchAsync(Attempt attempt, AttemptLimit limit)
    {
        try
        {
            (var refetched, attempt.Outcome) = await refetch.RunAsync(attempt.Delivery, limit.Token);
            attempt.Delivery = refetched ?? attempt.Delivery;
        }
        catch (OperationCanceledException)
        {
            attempt.Outcome = limit.IsStopping
                ? DeliveryOutcome.Pause("stopped", TimeSpan.Zero)
                : Refetch.TooSlow;
        }
#pragma warning disable CA1031 // As with a destination: the delivery must be kept, and a message may be personal.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            attempt.Outcome = DeliveryOutcome.Retry($"unexpected: {failure.GetType().FullName}");
        }
    }

    // Nothing of this is ambiguous either.
    private static async Task FindAccountAsync(IDestination destination, Attempt attempt, AttemptLimit limit)
    {
        var lookup = await limit.RunAsync(
            cancel => destination.FindAccountAsync(attempt.Delivery, cancel), static failure => AccountLookup.Failed(failure));
        attempt.Outcome = lookup.Failure is { } failure ? failure with { IsAmbiguous = false } : null;
        attempt.Delivery = attempt.Delivery with { Account = lookup.Account };
    }

    private async Task ClaimAsync(Attempt attempt, AttemptLimit limit)
    {
        if (attempt.Delivery.Account is not { } account)
            return;

        try
        {
            var claim = await ledger.ClaimAsync(attempt.Delivery, account, limit.Token);
            attempt.Outcome = claim.Result switch
            {
                AccountClaimResult.GoAhead => null,
                AccountClaimResult.Superseded => DeliveryOutcome.Superseded(Reasons.NewerResult),
                AccountClaimResult.Wait => DeliveryOutcome.Wait(Reasons.OtherRegistrationUnderway, claim.Wait),
                _ => DeliveryOutcome.Wait("lease_lost", TimeSpan.Zero), // Whoever holds it now ends it.
            };
        }
        catch (Exception failure) when (failure is OperationCanceledException or StoreUnavailableException)
        {
            attempt.Outcome = limit.IsStopping ? DeliveryOutcome.Pause("stopped", TimeSpan.Zero) : NotReached;
        }
    }

    private static async Task SendTogetherAsync(IDestination destination, List<Attempt> attempts, AttemptLimit limit)
    {
        // What failed before goes alone: it may be what the others would fail by.
        var together = attempts.FindAll(attempt => attempt is { Outcome: null, Delivery.Failures: 0 });
        if (destination is not IBatchDestination batch || together.Count < 2)
            return;

        var outcomes = await limit.RunAsync<IReadOnlyList<DeliveryOutcome>?>(
            async cancel => await batch.DeliverTogetherAsync([.. together.Select(attempt => attempt.Delivery)], cancel) is { } told
                ? told.Count == together.Count ? told : throw new InvalidOperationException("An outcome is missing.")
                : null,
            failure => [.. together.Select(_ => failure)]);
        for (var i = 0; outcomes is not null && i < together.Count; i++)
            together[i].Outcome = outcomes[i];
        if (outcomes?.FirstOrDefault(outcome => outcome.Pauses) is { } pause)
            attempts.ForEach(attempt => attempt.Outcome ??= Unsent(pause));
    }

    private static async Task SendAsync(IDestination destination, Attempt attempt, AttemptLimit limit) =>
        attempt.Outcome = await limit.RunAsync(
            cancel => destination.DeliverAsync(attempt.Delivery, cancel), static failure => failure);

    private static async Task ForeseeAsync(IDestination destination, Attempt attempt, AttemptLimit limit) =>
        attempt.Outcome = DeliveryOutcome.InShadow(await limit.RunAsync<DeliveryOutcome?>(
            cancel => destination.ForeseeAsync(attempt.Delivery, cancel), static failure => failure));

    // What rests the destination holds for those that it kept from being sent.
    private static DeliveryOutcome Unsent(DeliveryOutcome pause) => pause with { IsAmbiguous = false, Request = null };

    private static DeliveryOutcome Judge(DeliveryOutcome outcome, Repetition repetition) =>
        outcome.IsAmbiguous && repetition == Repetition.Never
            ? DeliveryOutcome.Dead($"ambiguous: {outcome.Reason}") with { Request = outcome.Request }
            : outcome;

    private sealed class Attempt(Delivery delivery)
    {
        public Delivery Delivery { get; set; } = delivery;

        public DeliveryOutcome? Outcome { get; set; }
    }
}
