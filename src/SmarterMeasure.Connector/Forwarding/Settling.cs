using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>What an outcome means for the ledger's row.</summary>
internal static class Settling
{
    /// <summary>How long a destination may still be at work on a request after we gave it up.</summary>
    public static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The settlement of an attempt that ended now.</summary>
    public static Settlement Of(
        Delivery delivery, DeliveryOutcome outcome, Repetition repetition, ForwardingSettings forwarding, DateTimeOffset now)
    {
        var settlement = Base(delivery, outcome, forwarding, now) with { RemoteId = outcome.RemoteId, Request = outcome.Request };

        if (!outcome.IsAmbiguous || settlement.State is not (DeliveryState.Retrying or DeliveryState.Dead))
            return settlement;

        // Whoever reads the ledger learns why a delivery that may have arrived is sent again, or may be.
        var earliest = now + Distance(repetition);
        return settlement with
        {
            Reason = $"{settlement.Reason} (unclear, {WordOf(repetition)})",
            DueAt = settlement.DueAt > earliest ? settlement.DueAt : earliest,
        };
    }

    // How long an attempt that may have arrived must lie back before the next of its subject. Too soon, what is to be read back
    // would not be found, and made twice; and a state that is set late would stand in place of a newer one.
    private static TimeSpan Distance(Repetition repetition) =>
        repetition is Repetition.ReadsBack or Repetition.SetsState ? UnderWay : TimeSpan.Zero;

    private static string WordOf(Repetition repetition) => repetition switch
    {
        Repetition.SetsState => "sets_state",
        Repetition.RecognisedById => "recognised_by_id",
        Repetition.ReadsBack => "reads_back",
        _ => "never",
    };

    // Each look costs calls, of which some targets allow so many a day, and who is not known after a week will hardly be by noon.
    private static TimeSpan Recheck(int attempt, TimeSpan first)
    {
        var longest = first > Day ? first : Day;
        var doublings = Math.Min(Math.Max(attempt, 1) - 1, 30);
        return TimeSpan.FromMilliseconds(Math.Min(first.TotalMilliseconds * (1L << doublings), longest.TotalMilliseconds));
    }

    private static Settlement Base(
        Delivery delivery, DeliveryOutcome outcome, ForwardingSettings forwarding, DateTimeOffset now)
    {
        switch (outcome.State)
        {
            case DeliveryState.Unmatched or DeliveryState.Blocked:
                var recheck = outcome.After ?? Recheck(delivery.Attempt, forwarding.UnmatchedRecheck);
                return new Settlement(outcome.State, outcome.Reason, now + recheck, IsFailure: false);

            case DeliveryState.Retrying when outcome.Pauses || outcome.Waits:
                return new Settlement(outcome.State, outcome.Reason, now + outcome.After.GetValueOrDefault(), IsFailure: false);

            case DeliveryState.Retrying when delivery.Failures + 1 >= forwarding.MaxAttempts:
                return new Settlement(DeliveryState.Dead, outcome.Reason, now, IsFailure: true);

            case DeliveryState.Retrying:
#pragma warning disable CA5394 // Jitter needs no cryptographic randomness.
                var delay = RetrySchedule.Delay(forwarding.Retry, delivery.Failures + 1, Random.Shared.NextDouble());
#pragma warning restore CA5394
                var wait = outcome.After > delay ? outcome.After.Value : delay;
                return new Settlement(outcome.State, outcome.Reason, now + wait, IsFailure: true);

            default:
                return new Settlement(outcome.State, outcome.Reason, now, outcome.State == DeliveryState.Dead);
        }
    }
}
