using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What operators can do with deliveries.</summary>
public abstract class RetryConformance(TestDatabase database) : DeliveryConformance(database)
{
    [Theory]
    [InlineData(DeliveryState.Dead)]
    [InlineData(DeliveryState.Shadowed)]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    [InlineData(DeliveryState.Retrying)]
    public async Task A_delivery_can_be_retried_at_once_with_its_failures_forgotten(DeliveryState state)
    {
        await StoreAsync(New("op1"));
        await SettleAsync(await LeaseOneDeliveryAsync(), state, after: TimeSpan.FromDays(1));
        await Ledger.WaitForWorkAsync("canvas", TimeSpan.Zero, Cancel);
        var waiting = Ledger.WaitForWorkAsync("canvas", TimeSpan.FromHours(1), Cancel);

        Assert.Equal(RetryOutcome.Queued, await Deliveries.RetryAsync(await OnlyIdAsync(), Cancel));

        await waiting.WaitAsync(Patience, Cancel);
        var row = Assert.Single(await DeliveriesAsync());
        Assert.Equal((DeliveryState.Pending, null, 1), (row.State, row.Reason, row.Attempts));
        var delivery = await LeaseOneDeliveryAsync();
        Assert.Equal((2, 0), (delivery.Attempt, delivery.Failures));
    }

    [Fact]
    public async Task What_needs_no_retry_is_left_as_it_is()
    {
        await StoreAsync(New("op1"));
        var id = await OnlyIdAsync();
        Assert.Equal(RetryOutcome.Underway, await Deliveries.RetryAsync(id, Cancel));

        var delivery = await LeaseOneDeliveryAsync();
        Assert.Equal(RetryOutcome.Underway, await Deliveries.RetryAsync(id, Cancel));

        await SettleAsync(delivery, DeliveryState.Delivered);
        Assert.Equal(RetryOutcome.AlreadyDelivered, await Deliveries.RetryAsync(id, Cancel));
        Assert.Equal(RetryOutcome.Unknown, await Deliveries.RetryAsync(4711, Cancel));
        Assert.Equal(["op1 Delivered"], await StatesAsync());
    }

    [Fact]
    public async Task A_result_that_a_newer_one_has_overtaken_is_not_retried()
    {
        await StoreAsync(New("old", version: 1));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Dead);
        await StoreAsync(New("new", version: 2));

        Assert.Equal(RetryOutcome.Superseded, await Deliveries.RetryAsync((await DeliveriesAsync())[0].Id, Cancel));

        Assert.Equal(["new"], await LeaseOperationsAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    public async Task A_delivery_that_waits_can_be_discarded_and_retried(DeliveryState? state)
    {
        await StoreAsync(New("op1"));
        if (state is { } waiting)
            await SettleAsync(await LeaseOneDeliveryAsync(), waiting);
        var id = await OnlyIdAsync();

        Assert.True(await Deliveries.DiscardAsync(id, Cancel));

        Assert.Empty(await LeaseOperationsAsync());
        var row = Assert.Single(await DeliveriesAsync());
        Assert.Equal((DeliveryState.Dead, "discarded"), (row.State, row.Reason));
        Assert.False(await Deliveries.DiscardAsync(id, Cancel));
        Assert.Equal(RetryOutcome.Queued, await Deliveries.RetryAsync(id, Cancel));
        Assert.Equal(["op1"], await LeaseOperationsAsync());
    }

    [Theory]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Shadowed)]
    public async Task What_is_under_way_or_at_its_end_is_not_discarded(DeliveryState end)
    {
        await StoreAsync(New("op1"));
        var id = await OnlyIdAsync();
        var delivery = await LeaseOneDeliveryAsync();
        Assert.False(await Deliveries.DiscardAsync(id, Cancel));

        await SettleAsync(delivery, end);
        Assert.False(await Deliveries.DiscardAsync(id, Cancel));
        Assert.False(await Deliveries.DiscardAsync(4711, Cancel));
        Assert.Equal([$"op1 {end}"], await StatesAsync());
    }

    private async Task<long> OnlyIdAsync() => Assert.Single(await DeliveriesAsync()).Id;
}
