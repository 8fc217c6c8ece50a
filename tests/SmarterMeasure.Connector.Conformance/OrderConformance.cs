using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>Which event of a lane goes first where times are too close to tell, and what a completion means for a stop.</summary>
public abstract class OrderConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task Times_within_the_slack_leave_the_order_of_arrival()
    {
        await AcceptAsync(Event("first", occurredAt: Now));
        await AcceptAsync(Event("second", occurredAt: Now - EventOrder.Slack));

        Assert.Equal(["first", "second"], await DrainAsync());
    }

    [Fact]
    public async Task Times_further_apart_than_the_slack_set_the_order()
    {
        await AcceptAsync(Event("first", occurredAt: Now));
        await AcceptAsync(Event("second", occurredAt: Now - EventOrder.Slack - TimeSpan.FromMilliseconds(1)));

        Assert.Equal(["second", "first"], await DrainAsync());
    }

    [Fact]
    public async Task The_slack_is_counted_from_the_oldest_that_waits()
    {
        await AcceptAsync(Event("at-70", occurredAt: Now.AddSeconds(70)));
        await AcceptAsync(Event("at-50", occurredAt: Now.AddSeconds(50)));
        await AcceptAsync(Event("at-0", occurredAt: Now));

        // 50 is within the slack of the oldest, and 70 is so only once that is gone.
        Assert.Equal(["at-50", "at-0", "at-70"], await DrainAsync());
    }

    [Fact]
    public async Task An_older_event_can_give_the_lead_to_another_than_itself()
    {
        await AcceptAsync(Event("at-100", occurredAt: Now.AddSeconds(100)));
        await AcceptAsync(Event("at-45", occurredAt: Now.AddSeconds(45)));
        await AcceptAsync(Event("at-40", occurredAt: Now.AddSeconds(40)));
        Assert.Equal("at-100", await HeadAsync());
        await AcceptAsync(Event("at-0", occurredAt: Now));

        Assert.Equal(["at-45", "at-40", "at-0", "at-100"], await DrainAsync());
    }

    [Fact]
    public async Task An_older_event_does_not_wake_one_that_is_not_due()
    {
        await AcceptAsync(Event("at-45", occurredAt: Now.AddSeconds(45)));
        await Inbox.ReleaseAsync(await LeaseOneAsync(), EventState.Retrying, "handler_failed", Now.AddSeconds(10), Cancel);
        await AcceptAsync(Event("at-0", occurredAt: Now));
        Assert.Empty(await LeaseIdsAsync());

        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["at-45", "at-0"], await DrainAsync());
    }

    [Theory]
    [InlineData("assessment.stopped", true)]
    [InlineData("assessment.section-complete", false)]
    public async Task A_stop_follows_the_completion_of_its_registration(string name, bool follows)
    {
        await AcceptAsync(Event("done", name: "assessment.completed"));
        await CompleteAsync(await LeaseOneAsync());
        await AcceptAsync(Event("after", name: name));

        Assert.Equal(follows, (await LeaseOneAsync()).FollowsCompletion);
    }

    [Fact]
    public async Task A_stop_follows_a_completion_that_waits_behind_it()
    {
        await AcceptAsync(Event("stop", name: "assessment.stopped"));
        await AcceptAsync(Event("done", name: "assessment.completed"));

        var stop = await LeaseOneAsync();

        Assert.Equal(("stop", true), (stop.CallbackId, stop.FollowsCompletion));
    }

    [Fact]
    public async Task A_stop_does_not_follow_another_registrations_completion()
    {
        await AcceptAsync(Event("done", user: "72", name: "assessment.completed"));
        await AcceptAsync(Event("stop", user: "71", name: "assessment.stopped"));

        Assert.All(await Inbox.LeaseAsync(10, Lease, Cancel), leased => Assert.False(leased.FollowsCompletion));
    }

    [Fact]
    public async Task A_stop_does_not_follow_a_completion_that_nobody_can_read()
    {
        await AcceptAsync(Event("done", name: "assessment.completed"));
        await Inbox.ReleaseAsync(await LeaseOneAsync(), EventState.Quarantined, "wrong_shape", Now, Cancel);
        await AcceptAsync(Event("stop", name: "assessment.stopped"));

        Assert.False((await LeaseOneAsync()).FollowsCompletion);
    }

    [Fact]
    public async Task An_event_that_no_handler_was_to_see_can_end_as_handled_with_a_reason()
    {
        await AcceptAsync(Event("stop", name: "assessment.stopped"));
        await AcceptAsync(Event("next"));

        Assert.True(await Inbox.ReleaseAsync(await LeaseOneAsync(), EventState.Handled, "after_completed", Now, Cancel));

        var row = (await EventsAsync())[0];
        Assert.Equal((EventState.Handled, "after_completed"), (row.State, row.Reason));
        Assert.Equal(["next"], await LeaseIdsAsync());
    }

    private async Task<string> HeadAsync()
    {
        var head = await LeaseOneAsync();
        Assert.True(await Inbox.GiveBackAsync(head, "stopped", default, Cancel));
        return head.CallbackId;
    }

    /// <summary>Handles what is due, one after another.</summary>
    private async Task<List<string>> DrainAsync()
    {
        var order = new List<string>();
        while (await Inbox.LeaseAsync(10, Lease, Cancel) is [var leased])
        {
            order.Add(leased.CallbackId);
            Assert.True(await CompleteAsync(leased));
        }

        return order;
    }
}
