using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What goes when its retention ends, and what stays.</summary>
public abstract class PurgeConformance(TestDatabase database) : DeliveryConformance(database)
{
    private static readonly TimeSpan Retention30 = TimeSpan.FromDays(30);

    [Fact]
    public async Task Events_at_their_end_go_once_they_were_last_received_long_enough_ago()
    {
        await AcceptAsync(Event("again"));
        await CompleteAsync(await LeaseOneAsync());
        await AcceptAsync(Event("old"));
        await CompleteAsync(await LeaseOneAsync());
        Clock.Advance(TimeSpan.FromDays(20));
        await AcceptAsync(Event("again"));
        await AcceptAsync(Event("young"));
        await CompleteAsync(await LeaseOneAsync());

        Assert.Equal(0, await PurgeAsync());
        Clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal(1, await PurgeAsync());

        Assert.Equal(["again", "young"], (await EventsAsync()).Select(row => row.CallbackId));
        Assert.Equal(Acceptance.New, await AcceptAsync(Event("old")));
        Assert.Equal("body of old", System.Text.Encoding.UTF8.GetString((await LeaseOneAsync()).Body.Span));
    }

    [Theory]
    [InlineData(EventState.Dead)]
    [InlineData(EventState.Quarantined)]
    public async Task Events_that_were_given_up_go_too(EventState state)
    {
        await AcceptAsync(Event("a1"));
        await AcceptAsync(Event("a1", text: "conflicting"));
        await Inbox.ReleaseAsync(await LeaseOneAsync(), state, "some_reason", Now, Cancel);
        Clock.Advance(Retention30 * 2);

        Assert.Equal(2, await PurgeAsync());

        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task Events_that_wait_stay_however_old()
    {
        await AcceptAsync(Event("waits", user: "71"));
        await AcceptAsync(Event("retries", user: "72"));
        await AcceptAsync(Event("leased", user: "73"));
        var leased = await Inbox.LeaseAsync(10, Lease * 1_000_000, Cancel);
        await Inbox.GiveBackAsync(leased[0], "stopped", default, Cancel);
        await Inbox.ReleaseAsync(leased[1], EventState.Retrying, "handler_failed", Now.AddYears(1), Cancel);
        Clock.Advance(Retention30 * 2);

        Assert.Equal(0, await PurgeAsync());

        Assert.Equal(3, (await EventsAsync()).Count);
        Assert.True(await CompleteAsync(leased[2]));
    }

    [Theory]
    [InlineData(DeliveryState.Pending)]
    [InlineData(DeliveryState.Sending)]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    public async Task An_event_stays_as_long_as_one_of_its_deliveries_is_open(DeliveryState state)
    {
        await StoreAsync(New("open", subject: "1"), New("done", subject: "2", destination: "moodle"));
        await SettleMoodleAsync();
        if (state != DeliveryState.Pending && await LeaseOneDeliveryAsync() is var delivery && state != DeliveryState.Sending)
            await SettleAsync(delivery, state, after: Retention30 * 9);
        Clock.Advance(Retention30 * 2);

        Assert.Equal(0, await PurgeAsync());

        Assert.Equal([$"open {state}", "done Delivered"], await StatesAsync());
        Assert.All(
            await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel),
            row => Assert.NotNull(row.Result));
    }

    [Fact]
    public async Task The_newest_result_of_a_subject_leaves_a_mark_that_keeps_late_ones_from_being_sent()
    {
        await StoreAsync(New("old", version: 1));
        await StoreAsync(New("new", version: 3));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Delivered);
        Clock.Advance(Retention30 * 2);

        Assert.Equal(2, await PurgeAsync());

        var mark = await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).SingleAsync(Cancel);
        Assert.Equal(
            ("new", DeliveryState.Delivered, null, null), (mark.Operation, mark.State, mark.Result, mark.EventKey));
        await StoreAsync(New("late", version: 2));
        Assert.Equal(["new Delivered", "late Superseded"], await StatesAsync());
        Assert.Empty(await LeaseOperationsAsync());
    }

    [Fact]
    public async Task A_mark_goes_when_a_newer_one_takes_its_place()
    {
        await StoreAsync(New("old", version: 1));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Delivered);
        Clock.Advance(Retention30 * 2);
        await PurgeAsync();
        await StoreAsync(New("new", version: 2));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Delivered);
        Clock.Advance(Retention30 * 2);

        Assert.Equal(1, await PurgeAsync());

        Assert.Equal(["new Delivered"], await StatesAsync());
    }

    [Fact]
    public async Task A_delivery_without_its_result_is_not_retried()
    {
        await StoreAsync(New("op1"));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Dead);
        Clock.Advance(Retention30 * 2);
        await PurgeAsync();

        Assert.Equal(
            RetryOutcome.Erased, await Deliveries.RetryAsync(Assert.Single(await DeliveriesAsync()).Id, Cancel));
    }

    [Fact]
    public async Task Many_events_are_purged_in_one_call_while_others_arrive()
    {
        var old = Enumerable.Range(0, 1234).ToList();
        await Task.WhenAll(old.Select(i => AcceptAsync(Event($"old-{i}", user: $"{i}"))));
        foreach (var leased in await Inbox.LeaseAsync(2000, Lease, Cancel))
            await CompleteAsync(leased);
        Clock.Advance(Retention30 * 2);

        var purge = PurgeAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => AcceptAsync(Event($"new-{i}"))));

        Assert.Equal(1234, await purge);
        Assert.Equal(100, (await EventsAsync()).Count);
    }

    private Task<int> PurgeAsync() => Retention.PurgeAsync(Now - Retention30, Cancel);

    private async Task SettleMoodleAsync()
    {
        var delivery = Assert.Single(await Ledger.LeaseAsync("moodle", 1, Lease, Cancel));
        await Ledger.SettleAsync(delivery, new Settlement(DeliveryState.Delivered, null, Now, IsFailure: false), Cancel);
    }
}
