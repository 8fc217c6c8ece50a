using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>How events that came to their end get another turn, and how operators give them up.</summary>
public abstract class ReplayConformance(TestDatabase database) : StoreConformance(database)
{
    [Theory]
    [InlineData(EventState.Handled)]
    [InlineData(EventState.Dead)]
    [InlineData(EventState.Quarantined)]
    public async Task An_event_at_its_end_can_be_replayed(EventState end)
    {
        await AcceptAsync(Event("a1"));
        var spent = await LeaseOneAsync();
        await Inbox.ReleaseAsync(spent, end, "some_reason", Now, Cancel);

        Assert.Equal(ReplayOutcome.Queued, await ReplayAsync("a1"));

        var row = await OnlyEventAsync();
        Assert.Equal((EventState.Received, null, 1), (row.State, row.Reason, row.Attempts));
        var again = await LeaseOneAsync();
        Assert.Equal((2, 1), (again.Attempt, again.Excused));
        Assert.False(await CompleteAsync(spent));
        Assert.True(await CompleteAsync(again));
    }

    [Fact]
    public async Task A_replayed_event_wakes_the_workers_and_takes_its_old_place_in_the_lane()
    {
        await AcceptAsync(Event("old", occurredAt: Now.AddMinutes(-9)));
        await CompleteAsync(await LeaseOneAsync());
        await AcceptAsync(Event("new", occurredAt: Now));
        await Inbox.WaitForWorkAsync(TimeSpan.Zero, Cancel);
        var waiting = Inbox.WaitForWorkAsync(TimeSpan.FromHours(1), Cancel);

        await ReplayAsync("old");

        await waiting.WaitAsync(Patience, Cancel);
        Assert.Equal(["old"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task A_replayed_event_waits_for_the_leased_one()
    {
        await AcceptAsync(Event("old", occurredAt: Now.AddMinutes(-9)));
        await CompleteAsync(await LeaseOneAsync());
        await AcceptAsync(Event("new", occurredAt: Now));
        var leased = await LeaseOneAsync();

        await ReplayAsync("old");
        Assert.Empty(await LeaseIdsAsync());

        await CompleteAsync(leased);
        Assert.Equal(["old"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task An_event_that_is_not_at_its_end_is_not_replayed()
    {
        await AcceptAsync(Event("a1"));
        Assert.Equal(ReplayOutcome.Underway, await ReplayAsync("a1"));

        var leased = await LeaseOneAsync();
        Assert.Equal(ReplayOutcome.Underway, await ReplayAsync("a1"));

        await Inbox.ReleaseAsync(leased, EventState.Retrying, "handler_failed", Now.AddHours(1), Cancel);
        Assert.Equal(ReplayOutcome.Underway, await ReplayAsync("a1"));
        Assert.Empty(await LeaseIdsAsync());
    }

    [Fact]
    public async Task An_event_that_is_not_there_is_not_replayed()
    {
        Assert.Equal(ReplayOutcome.Unknown, await Events.ReplayAsync(4711, Event("a1").Envelope, Cancel));
    }

    [Fact]
    public async Task Only_a_sound_envelope_is_replayed()
    {
        await AcceptAsync(Received(new Envelope { QuarantineReason = "unreadable_json" }, "{"));

        await Assert.ThrowsAsync<ArgumentException>(() => Events.ReplayAsync(
            1, Event("a1").Envelope with { QuarantineReason = "unreadable_json" }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Events.ReplayAsync(1, new Envelope { CallbackId = "x" }, Cancel));
    }

    [Fact]
    public async Task A_quarantined_event_becomes_what_a_new_reading_finds()
    {
        await AcceptAsync(Received(new Envelope { QuarantineReason = "unreadable_json" }, "once unreadable"));
        var envelope = Event("AB12", user: "72", occurredAt: Now.AddMinutes(-3)).Envelope with { Format = PayloadFormat.Xml };
        var id = (await OnlyEventAsync()).Id;

        Assert.Equal(ReplayOutcome.Queued, await Events.ReplayAsync(id, envelope, Cancel));

        var stored = await Events.ReadAsync(new EventFilter { Id = id }, Cancel).SingleAsync(Cancel);
        Assert.Equal(
            ("AB12", envelope.Event, "72", PayloadFormat.Xml, envelope.OccurredAt),
            (stored.CallbackId, stored.Event, stored.UserId, stored.Format, stored.OccurredAt));
        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Received(envelope, "once unreadable")));
        Assert.Equal(Acceptance.Conflict, await AcceptAsync(Received(envelope, "another")));
        Assert.Equal("AB12", (await LeaseOneAsync()).CallbackId);
    }

    [Fact]
    public async Task A_quarantined_event_whose_place_was_taken_meanwhile_stays()
    {
        await AcceptAsync(Received(new Envelope { QuarantineReason = "unreadable_json" }, "half"));
        await AcceptAsync(Event("a1", text: "whole"));

        Assert.Equal(ReplayOutcome.AlreadyReceived, await Events.ReplayAsync(
            (await EventsAsync())[0].Id, Event("A1").Envelope, Cancel));

        var row = (await EventsAsync())[0];
        Assert.Equal((EventState.Quarantined, "unreadable_json", null), (row.State, row.Reason, row.CallbackId));
        Assert.Equal(["a1"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task A_conflict_can_be_replayed_and_stays_known_as_one()
    {
        await AcceptAsync(Event("a1", text: "one"));
        await AcceptAsync(Event("a1", text: "two"));
        await CompleteAsync(await LeaseOneAsync());
        var conflict = (await EventsAsync())[1].Id;

        Assert.Equal(ReplayOutcome.Queued, await Events.ReplayAsync(conflict, Event("a1").Envelope, Cancel));
        Assert.Equal(Acceptance.Conflict, await AcceptAsync(Event("a1", text: "two")));

        var leased = await LeaseOneAsync();
        Assert.Equal((conflict, "two"), (leased.Id, System.Text.Encoding.UTF8.GetString(leased.Body.Span)));

        // Also when it is quarantined on its way: its place is its own.
        await Inbox.ReleaseAsync(leased, EventState.Quarantined, "wrong_shape", Now, Cancel);
        Assert.Equal(ReplayOutcome.Queued, await Events.ReplayAsync(conflict, Event("a1").Envelope, Cancel));
    }

    [Theory]
    [InlineData(EventState.Quarantined)]
    [InlineData(EventState.Retrying)]
    public async Task An_event_can_be_discarded_and_frees_its_lane(EventState state)
    {
        await AcceptAsync(Event("a1"));
        await AcceptAsync(Event("a2"));
        await Inbox.ReleaseAsync(await LeaseOneAsync(), state, "some_reason", Now.AddHours(1), Cancel);

        Assert.True(await Events.DiscardAsync((await EventsAsync())[0].Id, Cancel));

        var row = (await EventsAsync())[0];
        Assert.Equal((EventState.Dead, "discarded"), (row.State, row.Reason));
        Assert.Equal(["a2"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task A_conflict_can_be_discarded()
    {
        await AcceptAsync(Event("a1", text: "one"));
        await AcceptAsync(Event("a1", text: "two"));

        Assert.True(await Events.DiscardAsync((await EventsAsync())[1].Id, Cancel));

        Assert.Equal(EventState.Dead, (await EventsAsync())[1].State);
        Assert.Equal(Acceptance.Conflict, await AcceptAsync(Event("a1", text: "two")));
    }

    [Fact]
    public async Task A_discarded_event_can_be_replayed_also_when_nobody_could_read_it()
    {
        await AcceptAsync(Received(new Envelope { QuarantineReason = "unreadable_json" }, "once unreadable"));
        var id = (await OnlyEventAsync()).Id;
        await Events.DiscardAsync(id, Cancel);

        Assert.Equal(ReplayOutcome.Queued, await Events.ReplayAsync(id, Event("a1").Envelope, Cancel));

        Assert.Equal(["a1"], await LeaseIdsAsync());
        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Event("a1", text: "once unreadable")));
    }

    [Fact]
    public async Task What_waits_or_is_under_way_or_done_is_not_discarded()
    {
        await AcceptAsync(Event("a1"));
        var id = (await OnlyEventAsync()).Id;
        Assert.False(await Events.DiscardAsync(id, Cancel));

        var leased = await LeaseOneAsync();
        Assert.False(await Events.DiscardAsync(id, Cancel));

        await CompleteAsync(leased);
        Assert.False(await Events.DiscardAsync(id, Cancel));
        Assert.False(await Events.DiscardAsync(4711, Cancel));
        Assert.Equal(EventState.Handled, (await OnlyEventAsync()).State);
    }

    private async Task<ReplayOutcome> ReplayAsync(string callbackId)
    {
        var stored = await Events.ReadAsync(new EventFilter { CallbackId = callbackId }, Cancel).FirstAsync(Cancel);
        var envelope = new Envelope
        {
            CallbackId = stored.CallbackId,
            Event = stored.Event,
            UserId = stored.UserId,
            Format = stored.Format,
            OccurredAt = stored.OccurredAt,
        };
        return await Events.ReplayAsync(stored.Id, envelope, Cancel);
    }
}
