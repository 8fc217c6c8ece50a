using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What every ledger does with deliveries.</summary>
public abstract class LedgerConformance(TestDatabase database) : DeliveryConformance(database)
{
    [Fact]
    public async Task A_delivery_is_leased_with_all_that_was_stored()
    {
        var result = new SectionResult
        {
            Student = new StudentRef { UserId = "4711", InternalId = "S-\"ü\"", Email = "a+b@example.org" },
            Section = "lifefactors",
            ScoredAt = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero),
            Readiness = "pass",
            Percent = 87.25m,
            Earned = 34.9m,
            Possible = 40m,
        };
        await StoreAsync(New("op1") with { Result = result });

        var delivery = await LeaseOneDeliveryAsync();

        Assert.Equal(("event-1", "canvas", "op1"), (delivery.CallbackId, delivery.Destination, delivery.Operation));
        Assert.Equal((1, 0), (delivery.Attempt, delivery.Failures));
        Assert.Equal(result, delivery.Result);
    }

    [Fact]
    public async Task An_operation_is_stored_once_per_destination()
    {
        await StoreAsync(New("op1"), New("op1"), New("op1", destination: "moodle"));
        await StoreAsync(New("op1", version: 5));

        Assert.Equal(
            ["canvas op1 Pending", "moodle op1 Pending"],
            (await DeliveriesAsync()).Select(row => $"{row.Destination} {row.Operation} {row.State}"));
    }

    [Fact]
    public async Task A_completion_whose_lease_was_lost_stores_nothing()
    {
        await AcceptAsync(Event("a1"));
        var lost = await LeaseOneAsync();
        Clock.Advance(Lease);
        await LeaseOneAsync();

        Assert.False(await CompleteAsync(lost, New("op1")));
        Assert.Empty(await DeliveriesAsync());
    }

    [Fact]
    public async Task A_newer_result_takes_the_place_of_older_ones()
    {
        await StoreAsync(New("old", version: 1), New("other", subject: "72/other", version: 1));
        await StoreAsync(New("new", version: 2));

        Assert.Equal(["old Superseded", "other Pending", "new Pending"], await StatesAsync());
        Assert.Equal(["other", "new"], await LeaseOperationsAsync());
    }

    [Theory]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    [InlineData(DeliveryState.Dead)]
    [InlineData(DeliveryState.Shadowed)]
    public async Task An_older_result_that_comes_late_is_never_sent(DeliveryState newer)
    {
        await StoreAsync(New("new", version: 2));
        await SettleAsync(await LeaseOneDeliveryAsync(), newer);

        await StoreAsync(New("old", version: 1));

        Assert.Equal([$"new {newer}", "old Superseded"], await StatesAsync());
        Assert.Equal("newer_result", (await DeliveriesAsync())[1].Reason);
    }

    [Theory]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    [InlineData(DeliveryState.Dead)]
    [InlineData(DeliveryState.Shadowed)]
    public async Task A_newer_result_takes_the_place_of_one_that_could_not_be_delivered(DeliveryState older)
    {
        await StoreAsync(New("old", version: 1));
        await SettleAsync(await LeaseOneDeliveryAsync(), older);

        await StoreAsync(New("new", version: 2));

        Assert.Equal(["old Superseded", "new Pending"], await StatesAsync());
    }

    [Fact]
    public async Task Of_two_results_of_one_time_the_later_stored_wins()
    {
        await StoreAsync(New("first", version: 1), New("second", version: 1));

        Assert.Equal(["first Superseded", "second Pending"], await StatesAsync());
    }

    [Fact]
    public async Task A_newer_result_waits_for_the_one_under_way()
    {
        await StoreAsync(New("old", version: 1));
        var underWay = await LeaseOneDeliveryAsync();
        await StoreAsync(New("new", version: 2));
        Assert.Empty(await LeaseOperationsAsync());

        Assert.True(await SettleAsync(underWay, DeliveryState.Delivered));

        Assert.Equal(["old Delivered", "new Pending"], await StatesAsync());
        Assert.Equal(["new"], await LeaseOperationsAsync());
    }

    [Theory]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    [InlineData(DeliveryState.Dead)]
    [InlineData(DeliveryState.Shadowed)]
    public async Task An_attempt_that_failed_after_a_newer_result_came_is_not_repeated(DeliveryState outcome)
    {
        await StoreAsync(New("old", version: 1));
        var underWay = await LeaseOneDeliveryAsync();
        await StoreAsync(New("new", version: 1));

        Assert.True(await SettleAsync(underWay, outcome));

        Assert.Equal(["old Superseded", "new Pending"], await StatesAsync());
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["new"], await LeaseOperationsAsync());
    }

    [Fact]
    public async Task A_newer_result_is_not_sent_before_the_one_it_overtook_would_have_been_repeated()
    {
        await StoreAsync(New("old", version: 1), New("other", subject: "72/other"));
        var underWay = (await Ledger.LeaseAsync("canvas", 1, Lease, Cancel))[0];
        await StoreAsync(New("new", version: 2), New("elsewhere", version: 2, destination: "moodle"));

        await SettleAsync(underWay, DeliveryState.Retrying, after: TimeSpan.FromMinutes(2));

        Assert.Equal(["old Superseded", "other Pending", "new Pending", "elsewhere Pending"], await StatesAsync());
        Assert.Equal(["other"], await LeaseOperationsAsync());
        Clock.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain("new", await LeaseOperationsAsync());
        Assert.Single(await Ledger.LeaseAsync("moodle", 10, Lease, Cancel));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["new"], await LeaseOperationsAsync());
    }

    [Theory]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    [InlineData(DeliveryState.Dead)]
    public async Task A_newer_result_waits_for_nothing_when_the_one_it_overtook_left_nothing_under_way(DeliveryState outcome)
    {
        await StoreAsync(New("old", version: 1));
        var underWay = await LeaseOneDeliveryAsync();
        await StoreAsync(New("new", version: 2));

        await SettleAsync(underWay, outcome, after: TimeSpan.FromHours(1));

        Assert.Equal(["new"], await LeaseOperationsAsync());
    }

    [Fact]
    public async Task A_result_that_comes_while_an_older_one_waits_to_be_repeated_waits_as_long_and_so_does_the_next()
    {
        await StoreAsync(New("old", version: 1));
        await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Retrying, after: TimeSpan.FromMinutes(2));

        await StoreAsync(New("new", version: 2));
        await StoreAsync(New("newest", version: 3));

        Assert.Equal(["old Superseded", "new Superseded", "newest Pending"], await StatesAsync());
        Clock.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await LeaseOperationsAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["newest"], await LeaseOperationsAsync());
    }

    [Theory]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    [InlineData(DeliveryState.Dead)]
    public async Task A_result_that_comes_after_an_older_one_left_nothing_under_way_waits_for_nothing(DeliveryState older)
    {
        await StoreAsync(New("old", version: 1));
        await SettleAsync(await LeaseOneDeliveryAsync(), older, after: TimeSpan.FromHours(1));

        await StoreAsync(New("new", version: 2));

        Assert.Equal(["new"], await LeaseOperationsAsync());
    }

    [Fact]
    public async Task A_newer_result_is_not_brought_forward_by_the_one_it_overtook()
    {
        await StoreAsync(New("old", version: 1));
        var underWay = await LeaseOneDeliveryAsync();
        Clock.Advance(TimeSpan.FromSeconds(30));
        await StoreAsync(New("new", version: 2));

        await SettleAsync(underWay, DeliveryState.Retrying, after: TimeSpan.FromMinutes(-1));

        Assert.Equal(["new"], await LeaseOperationsAsync());
    }

    [Fact]
    public async Task A_delivery_whose_worker_died_is_tried_again()
    {
        await StoreAsync(New("op1"));
        var lost = await LeaseOneDeliveryAsync();
        Clock.Advance(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await LeaseOperationsAsync());

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var taken = await LeaseOneDeliveryAsync();

        Assert.Equal((2, 0), (taken.Attempt, taken.Failures));
        Assert.False(await SettleAsync(lost, DeliveryState.Dead));
        Assert.True(await SettleAsync(taken, DeliveryState.Delivered));
        Assert.False(await SettleAsync(taken, DeliveryState.Dead));
        Assert.Equal(["op1 Delivered"], await StatesAsync());
    }

    [Fact]
    public async Task A_delivery_whose_worker_died_is_not_sent_over_a_newer_result()
    {
        await StoreAsync(New("old", version: 1));
        await LeaseOneDeliveryAsync();
        await StoreAsync(New("new", version: 2));

        Clock.Advance(Lease);

        Assert.Equal(["new"], await LeaseOperationsAsync());
        Assert.Equal(["old Superseded", "new Sending"], await StatesAsync());
    }

    [Theory]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    public async Task A_delivery_that_waits_is_tried_when_it_is_due_and_holds_nobody_up(DeliveryState state)
    {
        await StoreAsync(New("waits"), New("other", subject: "72/other"));
        var first = (await Ledger.LeaseAsync("canvas", 1, Lease, Cancel))[0];
        await SettleAsync(first, state, after: TimeSpan.FromMinutes(5));

        Assert.Equal(["other"], await LeaseOperationsAsync());
        Assert.Equal(("waits", state, "some_reason"), First(await DeliveriesAsync()));

        Clock.Advance(TimeSpan.FromMinutes(5));
        var again = (await Ledger.LeaseAsync("canvas", 10, Lease, Cancel)).Single(each => each.Operation == "waits");
        Assert.Equal(2, again.Attempt);

        static (string, DeliveryState, string?) First(List<DeliverySummary> rows) =>
            (rows[0].Operation, rows[0].State, rows[0].Reason);
    }

    [Fact]
    public async Task An_attempt_that_nobody_ended_leaves_the_delivery_unclear_until_the_next_one_is_ended()
    {
        await StoreAsync(New("op1"));
        Assert.False((await LeaseOneDeliveryAsync()).IsUnclear);

        Clock.Advance(Lease);
        var second = await LeaseOneDeliveryAsync();
        Assert.True(second.IsUnclear);

        await SettleAsync(second, DeliveryState.Retrying);
        Assert.False((await LeaseOneDeliveryAsync()).IsUnclear);
    }

    [Fact]
    public async Task Only_failures_count_as_failures()
    {
        await StoreAsync(New("op1"));
        foreach (var isFailure in new[] { true, false, true })
        {
            var attempt = await LeaseOneDeliveryAsync();
            await Ledger.SettleAsync(
                attempt, new Settlement(DeliveryState.Retrying, "http_503", Now, isFailure), Cancel);
        }

        var last = await LeaseOneDeliveryAsync();
        Assert.Equal((4, 2), (last.Attempt, last.Failures));
    }

    [Fact]
    public async Task What_is_dead_delivered_or_shadowed_is_not_leased()
    {
        await StoreAsync(New("a", subject: "71/a"), New("b", subject: "71/b"), New("c", subject: "71/c"));
        var all = await Ledger.LeaseAsync("canvas", 10, Lease, Cancel);
        await SettleAsync(all[0], DeliveryState.Dead);
        await SettleAsync(all[1], DeliveryState.Delivered);
        await SettleAsync(all[2], DeliveryState.Shadowed);

        Clock.Advance(TimeSpan.FromDays(30));

        Assert.Empty(await LeaseOperationsAsync());
        Assert.Equal(["a Dead", "b Delivered", "c Shadowed"], await StatesAsync());
    }

    [Fact]
    public async Task What_a_newer_value_at_the_destination_superseded_is_never_sent_again()
    {
        await StoreAsync(New("op1"));

        Assert.True(await SettleAsync(await LeaseOneDeliveryAsync(), DeliveryState.Superseded));

        Clock.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await LeaseOperationsAsync());
        var row = Assert.Single(await DeliveriesAsync());
        Assert.Equal((DeliveryState.Superseded, "some_reason"), (row.State, row.Reason));
        Assert.Equal(RetryOutcome.Superseded, await Deliveries.RetryAsync(row.Id, Cancel));
    }

    [Fact]
    public async Task Each_destination_has_its_own_deliveries_oldest_first()
    {
        await StoreAsync(New("c1", subject: "1"), New("m1", subject: "1", destination: "moodle"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await StoreAsync(New("c2", subject: "2"), New("c3", subject: "3"));

        Assert.Equal(["c1", "c2"], await LeaseOperationsAsync(max: 2));
        Assert.Equal(["c3"], await LeaseOperationsAsync(max: 2));
    }

    [Fact]
    public async Task Waiting_ends_when_a_delivery_is_stored_for_the_destination()
    {
        await Ledger.WaitForWorkAsync("canvas", TimeSpan.Zero, Cancel);
        await Ledger.WaitForWorkAsync("moodle", TimeSpan.Zero, Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var canvas = Ledger.WaitForWorkAsync("canvas", TimeSpan.FromHours(1), stop.Token);
        var moodle = Ledger.WaitForWorkAsync("moodle", TimeSpan.FromHours(1), stop.Token);

        await StoreAsync(New("op1"));

        await canvas.WaitAsync(Patience, Cancel);
        Assert.False(moodle.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moodle);
    }
}
