using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Asks a destination what stands there, one call at a time, and waits while it rests or cannot answer.</summary>
internal sealed class VerifyCalls(
    IVerifiableDestination destination, SettingsSource settings, TimeProvider time, Action<string, TimeSpan> waits)
{
    /// <summary>A call may read many pages, and wait for the destination's limits between them.</summary>
    private const int LimitInAttempts = 10;

    private const int MaxFailures = 6;
    private const int MaxPauses = 30;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Asks until there is an answer.</summary>
    /// <returns>What stands; or why it cannot be told of this section.</returns>
    /// <exception cref="VerifyInterruptedException">The destination has failed too often in a row.</exception>
    public async Task<VerifyAnswer> AskAsync(string section, IReadOnlyList<DeliveredResult> results, CancellationToken cancel)
    {
        for (var (failures, pauses) = (0, 0); ;)
        {
            var answer = await CallAsync(section, results, cancel);
            if (answer.Failure is not { State: DeliveryState.Retrying } failure)
                return answer;

            var isOver = failure.Pauses ? ++pauses > MaxPauses : ++failures > MaxFailures;
            if (isOver)
                throw new VerifyInterruptedException(failure.Reason ?? "unknown");

#pragma warning disable CA5394 // Jitter needs no cryptographic randomness.
            var wait = failure.After ?? RetrySchedule.Delay(settings.Current.Forwarding.Retry, failures, Random.Shared.NextDouble());
#pragma warning restore CA5394
            wait = wait > Least ? wait : Least;
            waits(failure.Reason ?? "unknown", wait);
            await Task.Delay(wait, time, cancel);
        }
    }

    private async Task<VerifyAnswer> CallAsync(
        string section, IReadOnlyList<DeliveredResult> results, CancellationToken cancel)
    {
        using var limit = new AttemptLimit(settings.Current.Forwarding.AttemptTimeout * LimitInAttempts, time, cancel);
        var answer = await limit.RunAsync(stop => destination.VerifyAsync(section, results, stop), VerifyAnswer.Failed);
        cancel.ThrowIfCancellationRequested();
        return answer.Failure is null && answer.Standings.Count != results.Count
            ? VerifyAnswer.Failed(DeliveryOutcome.Retry("standing_missing"))
            : answer;
    }
}

/// <summary>A run ended before its time; the next goes on where it was.</summary>
/// <param name="reason">A reason code.</param>
internal sealed class VerifyInterruptedException(string reason) : Exception($"Interrupted: {reason}")
{
    /// <summary>The reason code of a run whose cursor another has moved.</summary>
    public const string TakenOver = "taken_over";

    /// <summary>The reason code.</summary>
    public string Reason { get; } = reason;
}
