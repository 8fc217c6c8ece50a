using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>How operators name the accounts of students whom a destination did not find.</summary>
public abstract class MappingConformance(TestDatabase database) : DeliveryConformance(database)
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    [Fact]
    public async Task An_unmatched_delivery_that_is_mapped_is_tried_at_once_with_the_account_and_without_its_failures()
    {
        await StoreAsync(New("op1"));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Unmatched, after: Long);
        await Ledger.WaitForWorkAsync("canvas", TimeSpan.Zero, Cancel);
        var waiting = Ledger.WaitForWorkAsync("canvas", TimeSpan.FromHours(1), Cancel);

        Assert.Equal(1, await MapAsync("op1", "4711"));

        await waiting.WaitAsync(Patience, Cancel);
        var row = await ReadAsync("op1");
        Assert.Equal((DeliveryState.Pending, null, 0, "4711"), (row.State, row.Reason, row.Failures, row.MappedTo));
        var delivery = await LeaseOneDeliveryAsync();
        Assert.Equal(("4711", 2, 0), (delivery.MappedTo, delivery.Attempt, delivery.Failures));
    }

    [Fact]
    public async Task A_mapping_holds_for_the_student_at_that_destination_and_for_nobody_else()
    {
        await StoreAsync(New("mine", subject: "71/a"), New("also", subject: "71/b"), New("moodle", destination: "moodle"));
        await StoreAsync(Of("72", New("other", subject: "72/a")));
        foreach (var destination in (string[])["canvas", "moodle"])
        {
            foreach (var delivery in await Ledger.LeaseAsync(destination, 10, Lease, Cancel))
                await SettleAsync(delivery, DeliveryState.Unmatched, after: Long);
        }

        Assert.Equal(2, await MapAsync("mine", "4711"));

        Assert.Equal(
            ["mine Pending", "also Pending", "moodle Unmatched", "other Unmatched"], await StatesAsync());
        Assert.Equal(
            ["4711", "4711"], (await Ledger.LeaseAsync("canvas", 10, Lease, Cancel)).Select(delivery => delivery.MappedTo));
        await StoreAsync(New("later", subject: "71/c"));
        Assert.Equal("4711", (await LeaseOneDeliveryAsync()).MappedTo);
        Assert.Null((await ReadAsync("moodle")).MappedTo);
        Assert.Null((await ReadAsync("other")).MappedTo);
    }

    [Fact]
    public async Task Only_unmatched_deliveries_become_due()
    {
        DeliveryState[] states = [DeliveryState.Delivered, DeliveryState.Retrying, DeliveryState.Dead, DeliveryState.Unmatched];
        await StoreAsync([.. states.Select(state => New($"{state}", subject: $"71/{state}"))]);
        foreach (var delivery in await Ledger.LeaseAsync("canvas", 10, Lease, Cancel))
            await SettleAsync(delivery, Enum.Parse<DeliveryState>(delivery.Operation), after: Long);

        Assert.Equal(1, await MapAsync("Delivered", "4711"));

        Assert.Equal(["Unmatched"], await LeaseOperationsAsync());
        Assert.Equal((DeliveryState.Retrying, 1), ((await ReadAsync("Retrying")).State, (await ReadAsync("Retrying")).Failures));
    }

    [Fact]
    public async Task A_later_mapping_takes_the_place_of_an_earlier_one()
    {
        await StoreAsync(New("op1"));
        Assert.Equal(0, await MapAsync("op1", "wrong"));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Unmatched, after: Long);

        Assert.Equal(1, await MapAsync("op1", "right"));

        Assert.Equal("right", (await LeaseOneDeliveryAsync()).MappedTo);
    }

    [Fact]
    public async Task An_attempt_that_was_under_way_and_found_nobody_is_repeated_at_once_and_then_waits()
    {
        await StoreAsync(New("op1"));
        var underWay = await LeaseOneDeliveryAsync();
        await MapAsync("op1", "4711");

        Assert.True(await SettleAsync(underWay, DeliveryState.Unmatched, after: Long));

        var again = await LeaseOneDeliveryAsync();
        Assert.Equal("4711", again.MappedTo);
        await SettleAsync(again, DeliveryState.Unmatched, after: Long);
        Assert.Empty(await LeaseOperationsAsync());
    }

    [Fact]
    public async Task Nothing_is_mapped_without_a_delivery_or_a_student()
    {
        await StoreAsync(New("op1"));
        var id = (await DeliveriesAsync())[0].Id;
        await Retention.EraseAsync("71", Cancel);

        Assert.Null(await Deliveries.MapAsync(id, "4711", Cancel));
        Assert.Null(await Deliveries.MapAsync(4711, "4711", Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Deliveries.MapAsync(id, " ", Cancel));

        await StoreAsync(New("new"));
        Assert.Null((await LeaseOneDeliveryAsync()).MappedTo);
    }

    [Fact]
    public async Task A_mapping_outlives_the_results()
    {
        await StoreAsync(New("op1", subject: "section-result:71:a"));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Delivered);
        await MapAsync("op1", "4711");
        Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(1, await Retention.PurgeAsync(Now, Cancel));

        Assert.Equal("4711", (await ReadAsync("op1")).MappedTo);
        await MapAsync("op1", "4712");
        await StoreAsync(New("new", subject: "71/b"));
        Assert.Equal("4712", (await LeaseOneDeliveryAsync()).MappedTo);
    }

    [Fact]
    public async Task An_erasure_forgets_the_accounts_of_the_student_and_of_nobody_else()
    {
        await StoreAsync(New("mine"), Of("72", New("other", subject: "72/a")));
        await MapAsync("mine", "4711");
        await MapAsync("other", "4712");

        await Retention.EraseAsync("71", Cancel);

        await StoreAsync(New("new"));
        Assert.Equal([null, "4712"], (await Ledger.LeaseAsync("canvas", 10, Lease, Cancel))
            .Select(delivery => delivery.MappedTo).Order());
        Assert.All(
            await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).Where(row => row.Operation != "other").ToListAsync(Cancel),
            row => Assert.Null(row.MappedTo));
    }

    private async Task<int?> MapAsync(string operation, string account) =>
        await Deliveries.MapAsync((await ReadAsync(operation)).Id, account, Cancel);

    private async Task<StoredDelivery> ReadAsync(string operation) =>
        await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).SingleAsync(row => row.Operation == operation, Cancel);

    private static NewDelivery Of(string userId, NewDelivery delivery) => delivery with
    {
        Result = delivery.Result with { Student = new StudentRef { UserId = userId } },
    };
}
