using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>
/// Goes the whole way of an event, and of the deliveries that come of it, and changes nothing: of the handlers only those
/// that return pushes are called. Remembers what the events before have pushed. Not for use from several threads.
/// </summary>
internal sealed class Rehearsal(Handling handling, ILedgerOperations ledger, Foreseeing foreseeing)
{
    private readonly HashSet<(string Destination, string Operation)> _pushed = [];
    private readonly Dictionary<(string Destination, string Subject), long> _newest = [];

    /// <summary>Makes one of an application's parts.</summary>
    public static Rehearsal Over(IServiceProvider services) => new(
        services.GetRequiredService<Handling>(), services.GetRequiredService<ILedgerOperations>(), Foreseeing.Over(services));

    /// <summary>Says what would come of a replay of a stored event.</summary>
    /// <param name="stored">The event, with its body.</param>
    /// <param name="envelope">What a new reading of the body found: fit for a handler.</param>
    /// <param name="cancel">Ends it.</param>
    public Task<Rehearsed> OfAsync(StoredEvent stored, Envelope envelope, CancellationToken cancel)
    {
        var source = SourceOf(envelope, stored.Body!.Value, stored.ReceivedAt) with
        {
            Attempt = stored.Attempts + 1,
            // What had kept it from its handlers will again.
            FollowsCompletion = stored.Reason == Reasons.AfterCompleted,
            RepeatsResult = stored.Reason == Reasons.ResultHandled,
        };
        return RunAsync(source, cancel);
    }

    /// <summary>Says what would come of an event that is not stored. The caller keeps its body.</summary>
    public async Task<Rehearsed> OfAsync(ReceivedEvent received, CancellationToken cancel)
    {
        if (received.Envelope.QuarantineReason is { } unfit)
            return new Rehearsed(EventState.Quarantined, unfit, []);

        // A copy, which a handler may still read after its time was up.
        return await RunAsync(SourceOf(received.Envelope, received.Body.Span.ToArray(), received.ReceivedAt), cancel);
    }

    private async Task<Rehearsed> RunAsync(LeasedEvent source, CancellationToken cancel)
    {
        var outcome = await handling.AttemptAsync(source, isDryRun: true, cancel);
        var deliveries = new List<DeliveryAction>();
        foreach (var pushed in outcome.Deliveries)
            deliveries.Add(await ForeseeAsync(source.CallbackId, pushed, cancel));
        return new Rehearsed(outcome.State, outcome.Reason, deliveries);
    }

    private static LeasedEvent SourceOf(Envelope envelope, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => new()
    {
        Id = 0,
        CallbackId = envelope.CallbackId!,
        Event = envelope.Event!,
        UserId = envelope.UserId!,
        Format = envelope.Format,
        ReceivedAt = receivedAt,
        Attempt = 1,
        Excused = 0,
        FollowsCompletion = false,
        RepeatsResult = false,
        Body = body,
    };

    private async Task<DeliveryAction> ForeseeAsync(string callbackId, NewDelivery pushed, CancellationToken cancel)
    {
        var place = await ledger.FindPlaceAsync(pushed, cancel);
        return place switch
        {
            { Same: { State: DeliveryState.Pending or DeliveryState.Retrying or DeliveryState.Unmatched or DeliveryState.Blocked } waiting } =>
                await foreseeing.ForeseeAsync(waiting, Outcome.Underway, cancel),
            { Same: { } same } => DeliveryAction.On(same, OutcomeOf(same.State)) with { Reason = same.Reason },
            _ when !_pushed.Add((pushed.Destination, pushed.Operation)) => DeliveryAction.On(callbackId, pushed, Outcome.Underway),
            _ when place.IsOvertaken || IsOvertaken(pushed) => DeliveryAction.On(callbackId, pushed, Outcome.Superseded),
            _ => await foreseeing.ForeseeAsync(callbackId, pushed, place, cancel),
        };
    }

    // By one of an event before: the real way would store that first.
    private bool IsOvertaken(NewDelivery pushed)
    {
        var subject = (pushed.Destination, pushed.Subject);
        if (_newest.TryGetValue(subject, out var newest) && newest > pushed.Rank)
            return true;

        _newest[subject] = pushed.Rank;
        return false;
    }

    // What the ledger has is not stored again, so it stays what it is.
    private static Outcome OutcomeOf(DeliveryState state) => state switch
    {
        DeliveryState.Delivered => Outcome.AlreadyDelivered,
        DeliveryState.Superseded => Outcome.Superseded,
        DeliveryState.Sending => Outcome.Underway,
        _ => Outcome.NotAllowed,
    };
}

/// <summary>What would come of an event. Personal: requests hold results.</summary>
/// <param name="State">Where it would go.</param>
/// <param name="Reason">Why; null when its handlers would have handled it.</param>
/// <param name="Deliveries">What its handlers push, and what would become of that.</param>
internal sealed record Rehearsed(EventState State, string? Reason, IReadOnlyList<DeliveryAction> Deliveries);
