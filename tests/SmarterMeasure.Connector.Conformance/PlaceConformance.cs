using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What an operator is told of a delivery before it is stored.</summary>
public abstract class PlaceConformance(TestDatabase database) : DeliveryConformance(database)
{
    [Fact]
    public async Task Of_a_new_student_there_is_nothing()
    {
        await StoreAsync(New("other", subject: "72/lifefactors"), New("elsewhere", destination: "moodle"));

        var place = await Deliveries.FindPlaceAsync(New("op1"), Cancel);

        Assert.Equal(
            (null, null, false, null), (place.Same, place.Before, place.IsOvertaken, place.MappedTo));
    }

    [Fact]
    public async Task The_same_operation_is_found_with_all_that_is_stored_of_it()
    {
        await StoreAsync(New("op1", version: 2));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Dead);

        var place = await Deliveries.FindPlaceAsync(New("op1", version: 2), Cancel);

        Assert.Equal(await DeliveryAsync("op1"), place.Same);
        Assert.False(place.IsOvertaken);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public async Task A_newer_result_of_the_subject_overtakes(int version, bool isOvertaken)
    {
        await StoreAsync(New("op1", version: 2), New("elsewhere", version: 9, destination: "moodle"));

        Assert.Equal(isOvertaken, (await Deliveries.FindPlaceAsync(New("op2", version), Cancel)).IsOvertaken);
    }

    [Fact]
    public async Task What_was_sent_before_is_the_newest_with_requests()
    {
        foreach (var (version, request) in ((int, string?)[])[(1, "PUT /1"), (2, "PUT /2"), (3, null)])
        {
            await StoreAsync(New($"op{version}", version));
            await Ledger.SettleAsync(
                await LeaseOneDeliveryAsync(),
                new Settlement(DeliveryState.Delivered, null, Now, IsFailure: false) { Request = request },
                Cancel);
        }

        Assert.Equal("PUT /2", (await Deliveries.FindPlaceAsync(New("op4", version: 4), Cancel)).Before?.Request);
        Assert.Null((await Deliveries.FindPlaceAsync(New("op4", subject: "71/typing"), Cancel)).Before);
    }

    [Fact]
    public async Task The_account_that_was_named_for_the_student_holds_for_other_sections()
    {
        await StoreAsync(New("op1"));
        await Deliveries.MapAsync((await DeliveryAsync("op1")).Id, "4711", Cancel);

        Assert.Equal("4711", (await Deliveries.FindPlaceAsync(New("op2", subject: "71/typing"), Cancel)).MappedTo);
        Assert.Null((await Deliveries.FindPlaceAsync(New("op2", destination: "moodle"), Cancel)).MappedTo);
    }

    [Fact]
    public async Task Nothing_changes()
    {
        await StoreAsync(New("op1"));
        var before = await DeliveryAsync("op1");

        await Deliveries.FindPlaceAsync(New("op2", version: 2), Cancel);

        Assert.Equal(before, await DeliveryAsync("op1"));
        Assert.Single(await DeliveriesAsync());
    }

    private async Task<StoredDelivery> DeliveryAsync(string operation) =>
        await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).SingleAsync(row => row.Operation == operation, Cancel);
}
