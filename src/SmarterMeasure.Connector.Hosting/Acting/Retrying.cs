using System.Runtime.CompilerServices;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>Lets deliveries be tried again, or says what would become of them.</summary>
internal sealed class Retrying(ILedgerOperations ledger, Foreseeing foreseeing)
{
    private const int Group = 1_000;

    /// <summary>Retries deliveries, one after another.</summary>
    public async IAsyncEnumerable<DeliveryAction> RetryAsync(
        IAsyncEnumerable<StoredDelivery> chosen, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var stored in chosen.WithCancellation(cancel))
            yield return DeliveryAction.On(stored, OutcomeOf(await ledger.RetryAsync(stored.Id, cancel)));
    }

    /// <summary>
    /// Says what a retry would do and send, and changes nothing. Of what was delivered, and stays so, it says what would be sent
    /// by now: after a change of the configuration one wants to know what is different.
    /// </summary>
    public async IAsyncEnumerable<DeliveryAction> ForeseeAsync(
        IAsyncEnumerable<StoredDelivery> chosen, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var group in chosen.Chunk(Group).WithCancellation(cancel))
        {
            var overtaken = await OvertakenAsync(group, cancel);
            foreach (var stored in group)
            {
                var outcome = Foresee(stored, overtaken.Contains(stored.Id));
                yield return outcome == Outcome.Queued || (outcome == Outcome.AlreadyDelivered && stored.Result is not null)
                    ? await foreseeing.ForeseeAsync(stored, outcome, cancel)
                    : DeliveryAction.On(stored, outcome);
            }
        }
    }

    private static Outcome Foresee(StoredDelivery stored, bool isOvertaken) => stored.State switch
    {
        DeliveryState.Pending or DeliveryState.Sending => Outcome.Underway,
        DeliveryState.Delivered => Outcome.AlreadyDelivered,
        DeliveryState.Superseded => Outcome.Superseded,
        _ when isOvertaken => Outcome.Superseded,
        _ => stored.Result is null ? Outcome.Erased : Outcome.Queued,
    };

    // In one search for many: those of which there is a newer result.
    private async Task<HashSet<long>> OvertakenAsync(IReadOnlyCollection<StoredDelivery> group, CancellationToken cancel)
    {
        var overtaken = new HashSet<long>();
        var waiting = group
            .Where(stored => stored.State is DeliveryState.Dead or DeliveryState.Shadowed or DeliveryState.Unmatched or DeliveryState.Blocked
                or DeliveryState.Retrying)
            .ToLookup(stored => (stored.Destination, stored.Subject));
        if (waiting.Count == 0)
            return overtaken;

        await foreach (var other in ledger.ReadAsync(DeliveryFilter.All, cancel))
        {
            overtaken.UnionWith(waiting[(other.Destination, other.Subject)]
                .Where(stored => (other.Rank, other.Id).CompareTo((stored.Rank, stored.Id)) > 0)
                .Select(stored => stored.Id));
        }

        return overtaken;
    }

    private static Outcome OutcomeOf(RetryOutcome outcome) => outcome switch
    {
        RetryOutcome.Queued => Outcome.Queued,
        RetryOutcome.Underway => Outcome.Underway,
        RetryOutcome.AlreadyDelivered => Outcome.AlreadyDelivered,
        RetryOutcome.Superseded => Outcome.Superseded,
        RetryOutcome.Erased => Outcome.Erased,
        _ => Outcome.Unknown,
    };
}
