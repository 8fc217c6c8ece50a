using System.Runtime.CompilerServices;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>Lets events go to their handlers again, or says what would become of them.</summary>
internal sealed class Replaying(
    IInboxOperations inbox, EventCatalogue catalogue, Rehearsal rehearsal)
{
    private const int Group = 200; // With their bodies.

    /// <summary>Replays events, one after another.</summary>
    public async IAsyncEnumerable<EventAction> ReplayAsync(
        IAsyncEnumerable<StoredEvent> chosen, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var stored in chosen.WithCancellation(cancel))
        {
            var plan = PlanOf(stored);
            yield return plan.Envelope is not { } envelope
                ? plan.Action
                : plan.Action with { Outcome = OutcomeOf(await inbox.ReplayAsync(stored.Id, envelope, cancel)) };
        }
    }

    /// <summary>Says what a replay would do, and what would be sent, and changes nothing.</summary>
    public async IAsyncEnumerable<EventAction> ForeseeAsync(
        IAsyncEnumerable<StoredEvent> chosen, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var plans in chosen.Select(PlanOf).Chunk(Group).WithCancellation(cancel))
        {
            var taken = await TakenAsync(plans, cancel);
            foreach (var plan in plans)
            {
                if (taken.Contains(plan))
                    yield return plan.Action with { Outcome = Outcome.AlreadyReceived };
                else if (plan.Envelope is not { } envelope)
                    yield return plan.Action;
                else
                    yield return new ForeseenEvent(plan.Action, await rehearsal.OfAsync(plan.Stored, envelope, cancel));
            }
        }
    }

    private Plan PlanOf(StoredEvent stored)
    {
        if (stored.State is EventState.Received or EventState.Handling or EventState.Retrying)
            return new Plan(stored, EventAction.On(stored, Outcome.Underway), null, null);

        if (stored.Body is not { } body)
            return new Plan(stored, EventAction.On(stored, Outcome.Erased), null, null);

        var envelope = catalogue.Sort(EnvelopeReader.Read(body.Span));
        if (envelope.QuarantineReason is { } reason)
            return new Plan(stored, EventAction.On(stored, Outcome.Unfit, reason), null, null);

        // What was stored under its body's hash takes the place that its id and event give it.
        var key = DedupKey.IsOfBody(stored.DedupKey) ? DedupKey.Of(envelope, stored.BodyHash) : null;
        return new Plan(stored, EventAction.On(stored, Outcome.Queued), envelope, key);
    }

    // In one search for many: what has a place that one of the plans wants.
    private async Task<HashSet<Plan>> TakenAsync(IReadOnlyCollection<Plan> plans, CancellationToken cancel)
    {
        var taken = new HashSet<Plan>(ReferenceEqualityComparer.Instance);
        var wanted = plans.Where(plan => plan.Key is not null).ToLookup(plan => plan.Key, StringComparer.Ordinal);
        if (wanted.Count == 0)
            return taken;

        await foreach (var other in inbox.ReadAsync(EventFilter.All, cancel))
            taken.UnionWith(wanted[other.DedupKey].Where(plan => plan.Action.Id != other.Id));

        // Of several that want the same place the first gets it.
        foreach (var rivals in wanted)
            taken.UnionWith(rivals.Skip(1));
        return taken;
    }

    private static Outcome OutcomeOf(ReplayOutcome outcome) => outcome switch
    {
        ReplayOutcome.Queued => Outcome.Queued,
        ReplayOutcome.Underway => Outcome.Underway,
        ReplayOutcome.AlreadyReceived => Outcome.AlreadyReceived,
        ReplayOutcome.Erased => Outcome.Erased,
        _ => Outcome.Unknown,
    };

    /// <summary>What would become of one event.</summary>
    /// <param name="Stored">The event.</param>
    /// <param name="Action">What would become of it.</param>
    /// <param name="Envelope">What a new reading of its body found; null when there is nothing to replay.</param>
    /// <param name="Key">The place that it would take; null when it has it.</param>
    private sealed record Plan(StoredEvent Stored, EventAction Action, Envelope? Envelope, string? Key);
}
