using System.Text;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Reconciling;
using SmarterMeasure.Connector.Retention;
using SmarterMeasure.Connector.Storage;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What the conformance tests share: a store on an empty database, a clock, and short ways to say things.</summary>
public abstract class StoreConformance(TestDatabase database) : IAsyncLifetime
{
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private OpenStore? _store;

    protected TestClock Clock { get; } = new();

    protected TestDatabase Database => database;

    protected IInbox Inbox => _store!.Inbox;

    protected ILedger Ledger => _store!.Ledger;

    protected IInboxOperations Events => _store!.Events;

    protected ILedgerOperations Deliveries => _store!.Deliveries;

    protected IRetention Retention => _store!.Retention;

    protected ICredentialStore Credentials => _store!.Credentials;

    protected ISharedValues Cursors => _store!.Cursors;

    protected IReportedResults Reported => _store!.Reported;

    protected DateTimeOffset Now => Clock.GetUtcNow();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await database.OpenAsync(Clock);

    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected ReceivedEvent Event(
        string id, string user = "71", DateTimeOffset? occurredAt = null, string name = "assessment.section-complete",
        string? text = null, string? section = null) => Received(
            new Envelope
            {
                CallbackId = id,
                Event = name,
                UserId = user,
                Format = PayloadFormat.Json,
                OccurredAt = occurredAt,
                Section = name == SmarterMeasureEvents.Completed ? "completion" : section,
            },
            text ?? $"body of {id}");

    protected ReceivedEvent Received(Envelope envelope, string text)
    {
        var body = PooledBody.CopyOf(Encoding.UTF8.GetBytes(text));
        return new ReceivedEvent(envelope, body, body.ComputeHash(), Now);
    }

    protected Task<Acceptance> AcceptAsync(ReceivedEvent received) => Inbox.AcceptAsync(received, Cancel);

    protected async Task<IReadOnlyList<string>> LeaseIdsAsync(int max = 10) =>
        [.. (await Inbox.LeaseAsync(max, Lease, Cancel)).Select(leased => leased.CallbackId)];

    protected async Task<LeasedEvent> LeaseOneAsync() => Assert.Single(await Inbox.LeaseAsync(10, Lease, Cancel));

    protected Task<bool> CompleteAsync(LeasedEvent leased, params NewDelivery[] deliveries) =>
        Inbox.CompleteAsync(leased, deliveries, Cancel);

    protected async Task<List<EventSummary>> EventsAsync() => await Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel);

    protected async Task<EventSummary> OnlyEventAsync() => Assert.Single(await EventsAsync());

    protected async Task<List<DeliverySummary>> DeliveriesAsync() =>
        await Deliveries.ListAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);
}
