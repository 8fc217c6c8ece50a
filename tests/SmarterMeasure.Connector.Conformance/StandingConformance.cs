using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What should stand at a destination, and what is done when it does not.</summary>
public abstract class StandingConformance(TestDatabase database) : DeliveryConformance(database)
{
    [Fact]
    public async Task Of_each_subject_the_newest_that_was_delivered_stands()
    {
        await DeliverAsync(New("old", version: 1), New("other", subject: "72/lifefactors"), New("elsewhere", destination: "moodle"));
        await DeliverAsync(New("new", version: 2));

        Assert.Equal(["other", "new"], await StandingAsync());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(DeliveryState.Sending, false)]
    [InlineData(DeliveryState.Retrying, false)]
    [InlineData(DeliveryState.Unmatched, true)]
    [InlineData(DeliveryState.Blocked, true)]
    [InlineData(DeliveryState.Dead, true)]
    public async Task What_a_newer_one_is_about_to_replace_is_not_looked_for(DeliveryState? newer, bool stands)
    {
        await DeliverAsync(New("old", version: 1));
        await StoreAsync(New("new", version: 2));
        if (newer is not null && await LeaseOneDeliveryAsync() is { } leased && newer != DeliveryState.Sending)
            await SettleAsync(leased, newer.Value, after: TimeSpan.FromHours(1));

        Assert.Equal(stands ? ["old"] : [], await StandingAsync());
    }

    [Fact]
    public async Task Of_the_registrations_of_one_account_the_newest_stands()
    {
        foreach (var (operation, version, account) in (IEnumerable<(string, int, string)>)[("old", 1, "9"), ("new", 2, "9"), ("other", 1, "8")])
        {
            await StoreAsync(New(operation, version, subject: $"{operation}/lifefactors"));
            var leased = await LeaseOneDeliveryAsync();
            Assert.Equal(AccountClaimResult.GoAhead, (await Ledger.ClaimAsync(leased, account, Cancel)).Result);
            await SettleAsync(leased, DeliveryState.Delivered);
        }

        Assert.Equal(["new 9", "other 8"], await Deliveries.ReadAsync(new DeliveryFilter { Stands = true }, Cancel)
            .Select(row => $"{row.Operation} {row.Account}").ToListAsync(Cancel));
    }

    [Fact]
    public async Task Reading_goes_on_after_an_id()
    {
        await DeliverAsync([.. Enumerable.Range(1, 5).Select(i => New($"op{i}", subject: $"{i}/lifefactors"))]);
        var ids = (await DeliveriesAsync()).ConvertAll(row => row.Id);

        Assert.Equal(["op4", "op5"], await StandingAsync(after: ids[2]));
        Assert.Empty(await StandingAsync(after: ids[4]));
    }

    [Fact]
    public async Task What_no_longer_stands_is_delivered_again()
    {
        await DeliverAsync(New("op1"));
        await Ledger.WaitForWorkAsync("canvas", TimeSpan.Zero, Cancel);
        var waiting = Ledger.WaitForWorkAsync("canvas", TimeSpan.FromHours(1), Cancel);

        Assert.True(await Deliveries.RedeliverAsync((await DeliveriesAsync())[0].Id, Cancel));

        await waiting.WaitAsync(Patience, Cancel);
        Assert.Empty(await StandingAsync());
        var again = await LeaseOneDeliveryAsync();
        Assert.Equal(("op1", 2, 0, false), (again.Operation, again.Attempt, again.Failures, again.IsUnclear));
        await SettleAsync(again, DeliveryState.Delivered);
        Assert.Equal(["op1"], await StandingAsync());
    }

    [Fact]
    public async Task Nothing_else_is_delivered_again()
    {
        await DeliverAsync(New("old", version: 1));
        var old = (await DeliveriesAsync())[0].Id;
        await StoreAsync(New("new", version: 2), New("dead", subject: "72/lifefactors"));
        foreach (var delivery in await Ledger.LeaseAsync("canvas", 10, Lease, Cancel))
            await SettleAsync(delivery, DeliveryState.Dead);

        Assert.False(await Deliveries.RedeliverAsync(old, Cancel)); // The newer one waits for a person.
        Assert.False(await Deliveries.RedeliverAsync((await DeliveriesAsync())[2].Id, Cancel));
        Assert.False(await Deliveries.RedeliverAsync(4711, Cancel));
        Assert.Equal(["old Delivered", "new Dead", "dead Dead"], await StatesAsync());
    }

    [Fact]
    public async Task What_was_erased_is_not_delivered_again()
    {
        await DeliverAsync(New("op1"));
        var id = (await DeliveriesAsync())[0].Id;
        await Retention.EraseAsync("71", Cancel);

        Assert.False(await Deliveries.RedeliverAsync(id, Cancel));

        Assert.Empty(await Ledger.LeaseAsync("canvas", 10, Lease, Cancel));
    }

    private async Task DeliverAsync(params NewDelivery[] deliveries)
    {
        await StoreAsync(deliveries);
        foreach (var destination in deliveries.Select(delivery => delivery.Destination).Distinct())
        {
            foreach (var leased in await Ledger.LeaseAsync(destination, 100, Lease, Cancel))
                Assert.True(await SettleAsync(leased, DeliveryState.Delivered));
        }
    }

    private async Task<IReadOnlyList<string>> StandingAsync(long? after = null) =>
        await Deliveries.ReadAsync(new DeliveryFilter { Destination = "Canvas", Stands = true, AfterId = after }, Cancel)
            .Select(row => row.Operation).ToListAsync(Cancel);
}
