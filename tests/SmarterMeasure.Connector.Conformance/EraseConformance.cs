using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What an erased student leaves behind.</summary>
public abstract class EraseConformance(TestDatabase database) : DeliveryConformance(database)
{
    [Fact]
    public async Task An_erased_event_keeps_what_tells_that_it_was_received_and_nothing_of_the_student()
    {
        await AcceptAsync(Event("a1", user: "71"));
        await AcceptAsync(Event("b1", user: "72"));
        foreach (var leased in await Inbox.LeaseAsync(10, Lease, Cancel))
            await CompleteAsync(leased);

        Assert.Equal(new Erasure(1, 0), await EraseAsync("71"));

        var rows = await Events.ReadAsync(EventFilter.All, Cancel).ToListAsync(Cancel);
        Assert.Equal(("a1", EventState.Handled, null), (rows[0].CallbackId, rows[0].State, rows[0].UserId));
        Assert.Null(rows[0].Body);
        Assert.Empty(rows[0].BodyHash);
        Assert.Equal("72", rows[1].UserId);
        Assert.NotNull(rows[1].Body);
    }

    [Fact]
    public async Task A_later_delivery_of_an_erased_event_is_its_duplicate_whatever_its_body()
    {
        await AcceptAsync(Event("a1", user: "71"));
        await EraseAsync("71");

        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Event("a1", user: "71")));
        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Event("A1", user: "71", text: "another")));

        var row = await Events.ReadAsync(EventFilter.All, Cancel).SingleAsync(Cancel);
        Assert.Equal((3, null), (row.DeliveryCount, row.UserId));
        Assert.Null(row.Body);
    }

    [Fact]
    public async Task Events_that_wait_or_are_under_way_are_given_up()
    {
        await AcceptAsync(Event("leased", user: "71"));
        await AcceptAsync(Event("waits", user: "71"));
        var leased = await LeaseOneAsync();

        Assert.Equal(new Erasure(2, 0), await EraseAsync("71"));

        Assert.False(await CompleteAsync(leased, New("op1")));
        Assert.False(await Inbox.ReleaseAsync(leased, EventState.Retrying, "late", Now, Cancel));
        Clock.Advance(Lease * 2);
        Assert.Empty(await LeaseIdsAsync());
        Assert.All(await EventsAsync(), row => Assert.Equal((EventState.Dead, "erased"), (row.State, row.Reason)));
        Assert.Empty(await DeliveriesAsync());
    }

    [Fact]
    public async Task A_new_event_of_an_erased_student_is_an_event_like_any_other()
    {
        await AcceptAsync(Event("a1", user: "71"));
        await EraseAsync("71");

        await AcceptAsync(Event("a2", user: "71"));

        Assert.Equal(["a2"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task Conflicts_about_an_erased_event_are_erased_with_it_even_if_they_name_another_student()
    {
        await AcceptAsync(Event("a1", user: "71", text: "one"));
        await AcceptAsync(Event("a1", user: "72", text: "two"));
        await AcceptAsync(Event("b1", user: "72"));

        Assert.Equal(new Erasure(2, 0), await EraseAsync("71"));

        var rows = await Events.ReadAsync(EventFilter.All, Cancel).ToListAsync(Cancel);
        Assert.Equal([null, null, "72"], rows.Select(row => row.UserId));
        Assert.Equal([false, false, true], rows.Select(row => row.Body is not null));
        Assert.Equal(["b1"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task An_erased_conflict_leaves_the_event_that_it_is_about()
    {
        await AcceptAsync(Event("a1", user: "71", text: "one"));
        await AcceptAsync(Event("a1", user: "72", text: "two"));

        Assert.Equal(new Erasure(1, 0), await EraseAsync("72"));

        Assert.Equal(Acceptance.Conflict, await AcceptAsync(Event("a1", user: "72", text: "two")));
        Assert.Equal(2, (await EventsAsync()).Count);
        Assert.Equal(["a1"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task An_erased_event_is_not_replayed()
    {
        await AcceptAsync(Event("a1", user: "71"));
        await EraseAsync("71");

        Assert.Equal(
            ReplayOutcome.Erased, await Events.ReplayAsync((await OnlyEventAsync()).Id, Event("a1").Envelope, Cancel));
        Assert.Empty(await LeaseIdsAsync());
    }

    [Fact]
    public async Task Deliveries_are_blanked_and_those_that_wait_are_given_up()
    {
        await StoreAsync("71", New("done", subject: "71/a"));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Delivered);
        await StoreAsync("71", New("waits", subject: "71/b"), New("elsewhere", subject: "71/b", destination: "moodle"));
        await StoreAsync("72", OfStudent("72", New("other", subject: "72/a")));

        Assert.Equal(new Erasure(2, 3), await EraseAsync("71"));

        var rows = await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);
        Assert.All(rows.Take(3), row =>
        {
            Assert.Equal(($"erased:{row.Id}", $"erased:{row.Id}"), (row.Operation, row.Subject));
            Assert.Null(row.Result);
        });
        Assert.Equal(
            [(DeliveryState.Delivered, null), (DeliveryState.Dead, "erased"), (DeliveryState.Dead, "erased")],
            rows.Take(3).Select(row => (row.State, row.Reason)));
        Assert.Equal(["other"], await LeaseOperationsAsync());
        Assert.Equal(RetryOutcome.Erased, await Deliveries.RetryAsync(rows[1].Id, Cancel));
    }

    [Theory]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Retrying)]
    public async Task A_delivery_under_way_settles_without_bringing_anything_back(DeliveryState outcome)
    {
        await StoreAsync("71", New("op1"));
        var underWay = await LeaseOneDeliveryAsync();

        Assert.Equal(new Erasure(1, 1), await EraseAsync("71"));
        await SettleAsync(underWay, outcome);

        Clock.Advance(Lease * 2);
        Assert.Empty(await LeaseOperationsAsync());
        var row = await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).SingleAsync(Cancel);
        Assert.Equal(($"erased:{row.Id}", null), (row.Operation, row.Result));
    }

    [Fact]
    public async Task Deliveries_whose_event_is_gone_are_blanked_too()
    {
        await StoreAsync("71", New("section-result:71:a:2026", subject: "section-result:71:a"));
        await StoreAsync("171", OfStudent("171", New("section-result:171:a:2026", subject: "section-result:171:a")));
        foreach (var delivery in await Ledger.LeaseAsync("canvas", 10, Lease, Cancel))
            await SettleAsync(delivery, DeliveryState.Delivered);
        Clock.Advance(TimeSpan.FromDays(60));
        await Retention.PurgeAsync(Now, Cancel);

        Assert.Equal(new Erasure(0, 1), await EraseAsync("71"));

        var rows = await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);
        Assert.Equal([$"erased:{rows[0].Id}", "section-result:171:a"], rows.Select(row => row.Subject));
    }

    [Theory]
    [InlineData("""{"user":{"user_id":71,""", true)]
    [InlineData("71", true)]
    [InlineData("<user_id>71</user_id>", true)]
    [InlineData("""{"user_id":"171"}""", false)]
    [InlineData("""{"user_id":"710"} é71é a71 71_""", false)]
    [InlineData("", false)]
    public async Task An_unreadable_body_is_erased_when_it_holds_the_id_as_a_whole(string body, bool erased)
    {
        await AcceptAsync(Received(new Envelope { QuarantineReason = "unreadable_json" }, body));

        Assert.Equal(new Erasure(erased ? 1 : 0, 0), await EraseAsync("71"));

        var row = await Events.ReadAsync(EventFilter.All, Cancel).SingleAsync(Cancel);
        Assert.Equal((EventState.Quarantined, erased), (row.State, row.Body is null));
        Assert.Equal(
            Acceptance.Duplicate,
            await AcceptAsync(Received(new Envelope { QuarantineReason = "unreadable_json" }, body)));
    }

    [Fact]
    public async Task A_readable_body_of_another_student_stays_even_if_it_has_the_id_in_it()
    {
        await AcceptAsync(Event("a1", user: "72", text: "score 71"));

        Assert.Equal(new Erasure(0, 0), await EraseAsync("71"));

        Assert.Equal(["a1"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task A_student_can_be_erased_again()
    {
        await StoreAsync("71", New("op1"));
        await EraseAsync("71");

        Assert.Equal(new Erasure(0, 0), await EraseAsync("71"));
        Assert.Equal(new Erasure(0, 0), await EraseAsync("nobody"));
    }

    [Fact]
    public async Task Many_events_are_erased_in_one_call()
    {
        await Task.WhenAll(Enumerable.Range(0, 1234).Select(i => AcceptAsync(Event($"id-{i}", user: $"{i % 2}"))));

        Assert.Equal(new Erasure(617, 0), await EraseAsync("1"));

        Assert.Equal(617, (await EventsAsync()).Count(row => row.UserId == "0"));
        Assert.Equal(["id-0"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task An_erased_event_is_purged_like_any_other_and_its_deliveries_with_it()
    {
        await StoreAsync("71", New("op1"));
        await EraseAsync("71");
        Clock.Advance(TimeSpan.FromDays(60));

        Assert.Equal(1, await Retention.PurgeAsync(Now, Cancel));

        Assert.Empty(await EventsAsync());
        Assert.Empty(await DeliveriesAsync());
    }

    private Task<Erasure> EraseAsync(string userId) => Retention.EraseAsync(userId, Cancel);

    private async Task StoreAsync(string user, params NewDelivery[] deliveries)
    {
        await AcceptAsync(Event(Guid.NewGuid().ToString(), user: user));
        Assert.True(await CompleteAsync(await LeaseOneAsync(), deliveries));
    }

    private static NewDelivery OfStudent(string userId, NewDelivery delivery) => delivery with
    {
        Result = delivery.Result with { Student = new StudentRef { UserId = userId } },
    };
}
