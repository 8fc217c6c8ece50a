using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What an attempt leaves with its delivery: the id that the destination gave, and the requests.</summary>
public abstract class AttemptConformance(TestDatabase database) : DeliveryConformance(database)
{
    [Fact]
    public async Task The_id_that_a_destination_gave_is_there_for_the_next_attempt_until_it_gives_another()
    {
        await StoreAsync(New("op1"));
        Assert.Null(await TryAsync("given", "PUT /1"));
        Assert.Equal("given", await TryAsync(null, null));
        Assert.Equal("given", await TryAsync("another", null));
        Assert.Equal("another", await TryAsync(null, "PUT /4"));

        var row = await OnlyAsync();
        Assert.Equal(("another", "PUT /4"), (row.RemoteId, row.Request));
    }

    [Fact]
    public async Task The_requests_of_the_last_attempt_that_sent_any_are_kept()
    {
        await StoreAsync(New("op1"));
        Assert.Null((await OnlyAsync()).Request);

        await TryAsync(null, "PUT /é\nContent-Type: application/json\n\n{\"a\":1}");
        await TryAsync(null, null);

        Assert.Equal("PUT /é\nContent-Type: application/json\n\n{\"a\":1}", (await OnlyAsync()).Request);
    }

    [Fact]
    public async Task An_attempt_whose_lease_was_lost_leaves_nothing()
    {
        await StoreAsync(New("op1"));
        var lost = await LeaseOneDeliveryAsync();
        Clock.Advance(Lease);
        await LeaseOneDeliveryAsync();

        Assert.False(await SettleAsync(lost, "given", "PUT /1"));

        var row = await OnlyAsync();
        Assert.Equal((null, null), (row.RemoteId, row.Request));
    }

    [Fact]
    public async Task A_retry_keeps_the_id_and_the_requests()
    {
        await StoreAsync(New("op1"));
        await Ledger.SettleAsync(
            await LeaseOneDeliveryAsync(),
            new Settlement(DeliveryState.Dead, "ambiguous", Now, true) { RemoteId = "given", Request = "PUT /1" },
            Cancel);

        Assert.Equal(RetryOutcome.Queued, await Deliveries.RetryAsync((await OnlyAsync()).Id, Cancel));

        Assert.Equal("PUT /1", (await OnlyAsync()).Request);
        Assert.Equal("given", (await LeaseOneDeliveryAsync()).RemoteId);
    }

    [Fact]
    public async Task One_in_shadow_is_at_its_end_with_the_requests_that_it_would_have_sent_and_a_retry_takes_them_away()
    {
        await StoreAsync(New("op1"));
        await TryAsync("given", "PUT /sent");

        await ShadowAsync("PUT /unsent");

        var row = await OnlyAsync();
        Assert.Equal(
            (DeliveryState.Shadowed, null, null, 1, "PUT /unsent"), (row.State, row.Reason, row.DueAt, row.Failures, row.Request));
        Assert.Equal(RetryOutcome.Queued, await Deliveries.RetryAsync(row.Id, Cancel));
        row = await OnlyAsync();
        Assert.Equal((DeliveryState.Pending, null, "given"), (row.State, row.Request, row.RemoteId));
    }

    [Fact]
    public async Task What_was_sent_before_is_not_told_of_one_in_shadow_that_sends_nothing()
    {
        await StoreAsync(New("op1"));
        await TryAsync(null, "PUT /sent");

        await ShadowAsync(null);

        Assert.Null((await OnlyAsync()).Request);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_one_in_shadow_that_is_overtaken_nobody_is_told_that_its_requests_were_sent(bool isUnderWay)
    {
        await StoreAsync(New("old"));
        await TryAsync(null, isUnderWay ? "PUT /sent" : null);
        var old = isUnderWay ? await LeaseOneDeliveryAsync() : null;
        if (old is null)
            await ShadowAsync("PUT /unsent");
        await StoreAsync(New("new", version: 2));
        if (old is not null)
            await ShadowAsync("PUT /unsent", old);

        var row = (await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel))[0];
        Assert.Equal((DeliveryState.Superseded, isUnderWay ? "PUT /sent" : null), (row.State, row.Request));
    }

    [Fact]
    public async Task Requests_go_with_the_result_and_the_id_stays_when_retention_ends()
    {
        await StoreAsync(New("op1"));
        await DeliverAsync();
        Clock.Advance(TimeSpan.FromDays(60));

        Assert.Equal(1, await Retention.PurgeAsync(Now, Cancel));

        var row = await OnlyAsync();
        Assert.Equal((null, null, "given"), (row.Result, row.Request, row.RemoteId));
    }

    [Fact]
    public async Task An_erasure_takes_both()
    {
        await StoreAsync(New("op1"), New("op2", subject: "71/other"));
        await DeliverAsync();

        Assert.Equal(2, (await Retention.EraseAsync("71", Cancel)).Deliveries);

        Assert.All(
            await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel),
            row => Assert.Equal((null, null, null), (row.Result, row.Request, row.RemoteId)));
    }

    [Fact]
    public async Task An_attempt_that_ends_after_the_erasure_brings_neither_back()
    {
        await StoreAsync(New("op1"));
        var underWay = await LeaseOneDeliveryAsync();
        await Retention.EraseAsync("71", Cancel);

        Assert.False(await SettleAsync(underWay, "given", "PUT /1"));

        var row = await OnlyAsync();
        Assert.Equal((null, null), (row.RemoteId, row.Request));
    }

    private async Task ShadowAsync(string? request, Delivery? leased = null) => Assert.True(await Ledger.SettleAsync(
        leased ?? await LeaseOneDeliveryAsync(),
        new Settlement(DeliveryState.Shadowed, null, Now, IsFailure: false) { Request = request },
        Cancel));

    private async Task DeliverAsync()
    {
        foreach (var delivery in await Ledger.LeaseAsync("canvas", 10, Lease, Cancel))
        {
            await Ledger.SettleAsync(
                delivery,
                new Settlement(DeliveryState.Delivered, null, Now, false) { RemoteId = "given", Request = "PUT /1" },
                Cancel);
        }
    }

    /// <summary>Takes the delivery, and ends the attempt with that.</summary>
    /// <returns>The id that the attempt found.</returns>
    private async Task<string?> TryAsync(string? remoteId, string? request)
    {
        var delivery = await LeaseOneDeliveryAsync();
        Assert.True(await SettleAsync(delivery, remoteId, request));
        return delivery.RemoteId;
    }

    private Task<bool> SettleAsync(Delivery delivery, string? remoteId, string? request) => Ledger.SettleAsync(
        delivery,
        new Settlement(DeliveryState.Retrying, "http_503", Now, true) { RemoteId = remoteId, Request = request },
        Cancel);

    private async Task<StoredDelivery> OnlyAsync() =>
        Assert.Single(await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel));
}
