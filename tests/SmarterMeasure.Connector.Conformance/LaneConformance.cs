using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>In what order every inbox gives its events out, and what a lease means.</summary>
public abstract class LaneConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task Events_of_one_user_are_leased_one_after_another()
    {
        await AcceptAsync(Event("a1", user: "71"));
        await AcceptAsync(Event("a2", user: "71"));

        var first = await LeaseOneAsync();
        Assert.Equal("a1", first.CallbackId);
        Assert.Empty(await LeaseIdsAsync());

        await CompleteAsync(first);
        Assert.Equal(["a2"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task Events_of_different_users_are_leased_together()
    {
        await AcceptAsync(Event("a1", user: "71"));
        await AcceptAsync(Event("b1", user: "72"));
        await AcceptAsync(Event("c1", user: "73"));

        Assert.Equal(["a1", "b1"], await LeaseIdsAsync(max: 2));
        Assert.Equal(["c1"], await LeaseIdsAsync(max: 2));
    }

    [Fact]
    public async Task A_users_events_are_ordered_by_their_own_times_not_by_their_arrival()
    {
        await AcceptAsync(Event("late", occurredAt: Now.AddMinutes(-1)));
        await AcceptAsync(Event("early", occurredAt: Now.AddMinutes(-9)));
        await AcceptAsync(Event("untimed"));

        foreach (var expected in new[] { "early", "late", "untimed" })
        {
            var leased = await LeaseOneAsync();
            Assert.Equal(expected, leased.CallbackId);
            await CompleteAsync(leased);
        }
    }

    [Fact]
    public async Task An_older_event_that_arrives_late_waits_for_the_leased_one()
    {
        await AcceptAsync(Event("late", occurredAt: Now.AddMinutes(-1)));
        var leased = await LeaseOneAsync();
        await AcceptAsync(Event("early", occurredAt: Now.AddMinutes(-9)));
        Assert.Empty(await LeaseIdsAsync());

        await Inbox.ReleaseAsync(leased, EventState.Retrying, "timeout", Now, Cancel);

        Assert.Equal(["early"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task A_retrying_event_holds_its_lane_until_it_is_due()
    {
        await AcceptAsync(Event("a1", user: "71"));
        await AcceptAsync(Event("a2", user: "71"));
        await AcceptAsync(Event("b1", user: "72"));
        var leased = (await Inbox.LeaseAsync(1, Lease, Cancel))[0];
        Assert.True(await Inbox.ReleaseAsync(
            leased, EventState.Retrying, "handler_failed", Now.AddSeconds(10), Cancel));

        Assert.Equal(["b1"], await LeaseIdsAsync());
        var row = (await EventsAsync())[0];
        Assert.Equal((EventState.Retrying, "handler_failed", 1), (row.State, row.Reason, row.Attempts));

        Clock.Advance(TimeSpan.FromSeconds(10));
        var again = await LeaseOneAsync();
        Assert.Equal(("a1", 2), (again.CallbackId, again.Attempt));
    }

    [Fact]
    public async Task An_older_event_goes_before_a_retrying_one_which_keeps_its_delay()
    {
        await AcceptAsync(Event("late", occurredAt: Now.AddMinutes(-1)));
        await Inbox.ReleaseAsync(
            await LeaseOneAsync(), EventState.Retrying, "handler_failed", Now.AddSeconds(10), Cancel);
        await AcceptAsync(Event("early", occurredAt: Now.AddMinutes(-9)));

        var early = await LeaseOneAsync();
        Assert.Equal("early", early.CallbackId);
        await CompleteAsync(early);
        Assert.Empty(await LeaseIdsAsync());

        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["late"], await LeaseIdsAsync());
    }

    [Theory]
    [InlineData(EventState.Dead)]
    [InlineData(EventState.Quarantined)]
    public async Task An_event_that_is_given_up_frees_its_lane(EventState state)
    {
        await AcceptAsync(Event("a1"));
        await AcceptAsync(Event("a2"));

        await Inbox.ReleaseAsync(await LeaseOneAsync(), state, "wrong_shape", Now, Cancel);

        Assert.Equal(["a2"], await LeaseIdsAsync());
        var row = (await EventsAsync())[0];
        Assert.Equal((state, "wrong_shape"), (row.State, row.Reason));
    }

    [Fact]
    public async Task A_lease_that_ended_is_given_again_as_the_next_attempt()
    {
        await AcceptAsync(Event("a1"));
        var lost = await LeaseOneAsync();
        Clock.Advance(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await LeaseIdsAsync());

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var taken = await LeaseOneAsync();

        Assert.Equal(2, taken.Attempt);
        Assert.False(await CompleteAsync(lost));
        Assert.False(await Inbox.ReleaseAsync(lost, EventState.Dead, "late", Now, Cancel));
        Assert.Equal(EventState.Handling, (await OnlyEventAsync()).State);
        Assert.True(await CompleteAsync(taken));
        Assert.False(await CompleteAsync(taken));
    }

    [Fact]
    public async Task A_lease_that_ended_can_still_be_completed_while_nobody_else_has_it()
    {
        await AcceptAsync(Event("a1"));
        var leased = await LeaseOneAsync();
        Clock.Advance(Lease * 2);

        Assert.True(await CompleteAsync(leased));
        Assert.Empty(await LeaseIdsAsync());
    }

    [Fact]
    public async Task An_attempt_is_counted_before_it_begins()
    {
        await AcceptAsync(Event("a1"));
        await LeaseOneAsync();

        await using var other = await Database.OpenAsync(Clock);

        var row = Assert.Single(await other.Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel));
        Assert.Equal((EventState.Handling, 1), (row.State, row.Attempts));
        Assert.Empty(await other.Inbox.LeaseAsync(10, Lease, Cancel));
    }

    [Fact]
    public async Task An_event_given_back_is_due_at_once_and_its_attempt_is_excused()
    {
        await AcceptAsync(Event("a1"));
        var leased = await LeaseOneAsync();

        Assert.True(await Inbox.GiveBackAsync(leased, "stopped", default, Cancel));
        Assert.False(await Inbox.GiveBackAsync(leased, "stopped", default, Cancel));

        var again = await LeaseOneAsync();
        Assert.Equal((2, 1), (again.Attempt, again.Excused));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_hold_events_up()
    {
        await AcceptAsync(Event("a1", user: "71"));
        await AcceptAsync(Event("b1", user: "72"));
        Assert.Equal(["a1"], await LeaseIdsAsync(max: 1));

        Clock.SetBy(-TimeSpan.FromDays(400));
        Assert.Equal(["b1"], await LeaseIdsAsync());

        Clock.Advance(Lease);
        Assert.Equal(["a1", "b1"], (await LeaseIdsAsync()).Order());
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_does_not_end_a_lease()
    {
        await AcceptAsync(Event("a1"));
        await LeaseOneAsync();

        Clock.SetBy(TimeSpan.FromDays(400));

        Assert.Empty(await LeaseIdsAsync());
    }

    [Fact]
    public async Task Waiting_ends_when_an_event_arrives()
    {
        var waiting = await WaitForLongAsync();

        await AcceptAsync(Event("a1"));

        await waiting.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task Waiting_ends_when_a_lane_becomes_free()
    {
        await AcceptAsync(Event("a1"));
        await AcceptAsync(Event("a2"));
        var leased = await LeaseOneAsync();
        var waiting = await WaitForLongAsync();

        await CompleteAsync(leased);

        await waiting.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task An_arrival_before_the_wait_is_not_lost()
    {
        await Inbox.WaitForWorkAsync(TimeSpan.Zero, Cancel);
        await AcceptAsync(Event("a1"));

        await Inbox.WaitForWorkAsync(TimeSpan.FromHours(1), Cancel).WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task Waiting_ends_after_its_time()
    {
        var waiting = await WaitForLongAsync();

        Clock.Advance(TimeSpan.FromHours(1));

        await waiting.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        await Inbox.WaitForWorkAsync(TimeSpan.Zero, Cancel);
        using var stop = new CancellationTokenSource();
        var waiting = Inbox.WaitForWorkAsync(TimeSpan.FromHours(1), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience, Cancel));
    }

    /// <summary>Uses up earlier signals, then waits for an hour of the test's clock.</summary>
    private async Task<Task> WaitForLongAsync()
    {
        await Inbox.WaitForWorkAsync(TimeSpan.Zero, Cancel);
        var waiting = Inbox.WaitForWorkAsync(TimeSpan.FromHours(1), Cancel);
        Assert.False(waiting.IsCompleted);
        return waiting;
    }
}
