using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>Short ways to say things about deliveries.</summary>
public abstract class DeliveryConformance(TestDatabase database) : StoreConformance(database)
{
    private int _events;

    protected static NewDelivery New(
        string operation, int version = 1, string subject = "71/lifefactors", string destination = "canvas") => new()
        {
            Destination = destination,
            Operation = operation,
            Subject = subject,
            Version = new DateTimeOffset(2026, 3, 1, 8, version, 0, TimeSpan.Zero),
            Result = new SectionResult { Student = new StudentRef { UserId = "71" }, Section = "lifefactors" },
        };

    protected async Task StoreAsync(params NewDelivery[] deliveries)
    {
        var id = $"event-{++_events}";
        await AcceptAsync(Event(id, user: id));
        Assert.True(await CompleteAsync(await LeaseOneAsync(), deliveries));
    }

    protected async Task<Delivery> LeaseOneDeliveryAsync() =>
        Assert.Single(await Ledger.LeaseAsync("canvas", 10, Lease, Cancel));

    protected async Task<IReadOnlyList<string>> LeaseOperationsAsync(int max = 10) =>
        [.. (await Ledger.LeaseAsync("canvas", max, Lease, Cancel)).Select(delivery => delivery.Operation)];

    protected Task<bool> SettleAsync(Delivery delivery, DeliveryState state, TimeSpan after = default) =>
        Ledger.SettleAsync(
            delivery,
            new Settlement(
                state, state == DeliveryState.Delivered ? null : "some_reason", Now + after,
                IsFailure: state != DeliveryState.Delivered),
            Cancel);

    protected async Task<IReadOnlyList<string>> StatesAsync() =>
        [.. (await DeliveriesAsync()).Select(row => $"{row.Operation} {row.State}")];
}
