using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What every inbox does with events that arrive.</summary>
public abstract class InboxConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task A_new_event_is_leased_with_all_that_was_received()
    {
        var receivedAt = Now;
        Assert.Equal(Acceptance.New, await AcceptAsync(Event("a1b2", user: "4711", text: """{"k":"é"}""")));

        var leased = await LeaseOneAsync();

        Assert.Equal("a1b2", leased.CallbackId);
        Assert.Equal("assessment.section-complete", leased.Event);
        Assert.Equal("4711", leased.UserId);
        Assert.Equal(PayloadFormat.Json, leased.Format);
        Assert.Equal(receivedAt, leased.ReceivedAt);
        Assert.Equal(1, leased.Attempt);
        Assert.Equal("""{"k":"é"}""", Encoding.UTF8.GetString(leased.Body.Span));
    }

    [Fact]
    public async Task A_repeated_delivery_is_counted_on_the_first_row()
    {
        var first = Now;
        await AcceptAsync(Event("a1"));
        Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Event("a1")));

        var row = await OnlyEventAsync();
        Assert.Equal(2, row.DeliveryCount);
        Assert.Equal(first, row.ReceivedAt);
        Assert.Equal(Now, row.LastReceivedAt);
        Assert.Equal(EventState.Received, row.State);
    }

    [Fact]
    public async Task A_delivery_repeated_after_its_end_is_not_handled_again()
    {
        await AcceptAsync(Event("a1"));
        await CompleteAsync(await LeaseOneAsync());

        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Event("a1")));

        Assert.Empty(await LeaseIdsAsync());
        Assert.Equal(EventState.Handled, (await OnlyEventAsync()).State);
    }

    [Fact]
    public async Task Callback_ids_are_compared_without_regard_to_case_and_kept_as_sent()
    {
        await AcceptAsync(Event("ABcd", text: "x"));

        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Event("abCD", text: "x")));
        Assert.Equal("ABcd", (await OnlyEventAsync()).CallbackId);
    }

    [Fact]
    public async Task One_callback_id_under_two_events_makes_two_rows()
    {
        await AcceptAsync(Event("a1", name: "assessment.completed", text: "x"));

        Assert.Equal(Acceptance.New, await AcceptAsync(Event("a1", name: "assessment.stopped", text: "x")));
    }

    [Fact]
    public async Task Another_body_under_the_same_id_and_event_is_a_conflict_that_no_handler_sees()
    {
        await AcceptAsync(Event("a1", text: "one"));

        Assert.Equal(Acceptance.Conflict, await AcceptAsync(Event("a1", text: "two")));
        Assert.Equal(Acceptance.Conflict, await AcceptAsync(Event("a1", text: "two")));
        Assert.Equal(Acceptance.Conflict, await AcceptAsync(Event("a1", text: "three")));
        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Event("a1", text: "one")));

        Assert.Equal(
            [(EventState.Received, 2), (EventState.Conflict, 2), (EventState.Conflict, 1)],
            (await EventsAsync()).Select(row => (row.State, row.DeliveryCount)));
        Assert.Equal("one", Encoding.UTF8.GetString((await LeaseOneAsync()).Body.Span));
    }

    [Fact]
    public async Task An_unsound_event_is_kept_in_quarantine_and_not_leased()
    {
        var envelope = new Envelope { UserId = "71", QuarantineReason = "unreadable_json" };

        Assert.Equal(Acceptance.New, await AcceptAsync(Received(envelope, "{oops")));

        var row = await OnlyEventAsync();
        Assert.Equal((EventState.Quarantined, "unreadable_json"), (row.State, row.Reason));
        Assert.Null(row.CallbackId);
        Assert.Null(row.Event);
        Assert.Empty(await LeaseIdsAsync());
    }

    [Fact]
    public async Task A_quarantined_event_does_not_hold_up_its_user()
    {
        var unsound = new Envelope { CallbackId = "q", Event = "x", UserId = "71", QuarantineReason = "unknown_event" };
        await AcceptAsync(Received(unsound, "?"));
        await AcceptAsync(Event("a1", user: "71"));

        Assert.Equal(["a1"], await LeaseIdsAsync());
    }

    [Fact]
    public async Task An_unsound_body_does_not_take_the_place_of_the_sound_one_with_its_id()
    {
        var sound = Event("a1", text: "whole");
        var half = sound.Envelope with { QuarantineReason = "truncated" };

        Assert.Equal(Acceptance.New, await AcceptAsync(Received(half, "wh")));
        Assert.Equal(Acceptance.New, await AcceptAsync(sound));
        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Received(half, "wh")));

        Assert.Equal("whole", Encoding.UTF8.GetString((await LeaseOneAsync()).Body.Span));
    }

    [Fact]
    public async Task Bodies_without_an_id_are_the_same_when_their_bytes_are()
    {
        var envelope = new Envelope { QuarantineReason = "no_callback_id" };

        Assert.Equal(Acceptance.New, await AcceptAsync(Received(envelope, "one")));
        Assert.Equal(Acceptance.New, await AcceptAsync(Received(envelope, "")));
        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Received(envelope, "one")));
        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(Received(envelope, "")));
    }

    [Fact]
    public async Task Of_many_simultaneous_repetitions_one_is_new()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AcceptAsync(Event("a1"))));

        Assert.Single(outcomes, Acceptance.New);
        Assert.Equal(200, (await OnlyEventAsync()).DeliveryCount);
    }

    [Fact]
    public async Task The_body_is_given_back_when_it_is_stored()
    {
        var received = Event("a1");

        await AcceptAsync(received);

        Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
    }

    [Fact]
    public async Task A_cancelled_accept_ends_and_gives_the_body_back()
    {
        var received = Event("a1");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Inbox.AcceptAsync(received, new CancellationToken(canceled: true)));

        Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task What_was_accepted_is_there_for_the_next_process()
    {
        await AcceptAsync(Event("a1"));

        await using var next = await Database.OpenAsync(Clock);

        var leased = Assert.Single(await next.Inbox.LeaseAsync(10, Lease, Cancel));
        Assert.Equal("a1", leased.CallbackId);
    }

    [Fact]
    public async Task A_listing_gives_all_events_in_the_order_of_their_arrival()
    {
        var ids = Enumerable.Range(0, 1234).Select(i => $"id-{i}").ToList();
        await Task.WhenAll(ids.Select(id => AcceptAsync(Event(id))));

        var listed = (await EventsAsync()).Select(row => row.CallbackId!);

        Assert.Equal(ids, listed);
    }
}
