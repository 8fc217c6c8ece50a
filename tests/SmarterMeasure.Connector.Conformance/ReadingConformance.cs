using System.Security.Cryptography;
using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>What operators can see.</summary>
public abstract class ReadingConformance(TestDatabase database) : DeliveryConformance(database)
{
    [Fact]
    public async Task All_that_is_stored_of_an_event_can_be_read()
    {
        var (receivedAt, occurredAt) = (Now, Now.AddMinutes(-7));
        await AcceptAsync(Event("aB1", user: "4711", occurredAt: occurredAt, text: "body é"));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await AcceptAsync(Event("aB1", user: "4711", occurredAt: occurredAt, text: "body é"));
        await Inbox.GiveBackAsync(await LeaseOneAsync(), "stopped", default, Cancel);
        await LeaseOneAsync();

        var stored = await Events.ReadAsync(EventFilter.All, Cancel).SingleAsync(Cancel);

        Assert.Equal("body é", Encoding.UTF8.GetString(stored.Body!.Value.Span));
        Assert.Equal(SHA256.HashData("body é"u8), stored.BodyHash);
        Assert.Equal("ab1\u001fassessment.section-complete", stored.DedupKey);
        Assert.Equal(
            ("aB1", "assessment.section-complete", "4711", PayloadFormat.Json),
            (stored.CallbackId, stored.Event, stored.UserId, stored.Format));
        Assert.Equal(
            (EventState.Handling, "stopped", 2, 1, 2),
            (stored.State, stored.Reason, stored.Attempts, stored.Excused, stored.DeliveryCount));
        Assert.Equal(
            (receivedAt, Now, occurredAt, Now + Lease),
            (stored.ReceivedAt, stored.LastReceivedAt, stored.OccurredAt, stored.DueAt));
    }

    [Fact]
    public async Task An_event_without_an_envelope_can_be_read()
    {
        await AcceptAsync(Received(new Envelope { QuarantineReason = "unreadable_json" }, ""));

        var stored = await Events.ReadAsync(EventFilter.All, Cancel).SingleAsync(Cancel);

        Assert.Equal(
            (null, null, null, null, null),
            (stored.CallbackId, stored.Event, stored.UserId, stored.OccurredAt, stored.DueAt));
        Assert.Equal(0, stored.Body!.Value.Length);
        Assert.StartsWith("sha256:", stored.DedupKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_filter_of_events_narrows_the_choice()
    {
        await AcceptAsync(Event("Ab1", user: "71", name: "assessment.completed"));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await AcceptAsync(Event("cd2", user: "72", name: "assessment.stopped"));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await AcceptAsync(Event("ef3", user: "7"));
        await AcceptAsync(Event("ef3", user: "7", text: "another"));
        var second = (await EventsAsync())[1];

        await ExpectAsync(["cd2"], new EventFilter { Id = second.Id });
        await ExpectAsync([], new EventFilter { Id = second.Id, UserId = "71" });
        await ExpectAsync([], new EventFilter { Id = 4711 });
        await ExpectAsync(["Ab1"], new EventFilter { CallbackId = "aB1" });
        await ExpectAsync(["cd2"], new EventFilter { Event = "Assessment.STOPPED" });
        await ExpectAsync(["ef3", "ef3"], new EventFilter { UserId = "7" });
        await ExpectAsync(["ef3"], new EventFilter { UserId = "7", States = [EventState.Conflict] });
        await ExpectAsync(["Ab1", "cd2", "ef3"], new EventFilter { States = [EventState.Received, EventState.Dead] });
        await ExpectAsync([], new EventFilter { States = [] });
        await ExpectAsync(["cd2", "ef3", "ef3"], new EventFilter { Since = second.ReceivedAt });
        await ExpectAsync(["Ab1"], new EventFilter { Until = second.ReceivedAt });
        await ExpectAsync([], new EventFilter { CallbackId = "' OR 1=1 --" });
        await ExpectAsync([], new EventFilter { UserId = "%" });

        async Task ExpectAsync(string[] expected, EventFilter filter)
        {
            Assert.Equal(
                expected, await Events.ListAsync(filter, Cancel).Select(row => row.CallbackId!).ToArrayAsync(Cancel));
            Assert.Equal(
                expected, await Events.ReadAsync(filter, Cancel).Select(row => row.CallbackId!).ToArrayAsync(Cancel));
        }
    }

    [Fact]
    public async Task All_that_is_stored_of_a_delivery_can_be_read()
    {
        var created = Now;
        var wanted = New("op1", version: 3);
        await StoreAsync(wanted);
        var delivery = await LeaseOneDeliveryAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await SettleAsync(delivery, DeliveryState.Unmatched, after: TimeSpan.FromHours(1));

        var stored = await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).SingleAsync(Cancel);

        Assert.Equal(delivery.Id, stored.Id);
        Assert.Equal("event-1\u001fassessment.section-complete", stored.EventKey);
        Assert.Equal(
            ("event-1", "canvas", "op1", wanted.Subject),
            (stored.CallbackId, stored.Destination, stored.Operation, stored.Subject));
        Assert.Equal(
            (DeliveryState.Unmatched, "some_reason", 1, 1),
            (stored.State, stored.Reason, stored.Attempts, stored.Failures));
        Assert.Equal(
            (wanted.Version, created, Now, Now.AddHours(1)),
            (stored.Version, stored.CreatedAt, stored.UpdatedAt, stored.DueAt));
        Assert.Equal(wanted.Result, stored.Result);
    }

    [Fact]
    public async Task Each_filter_of_deliveries_narrows_the_choice()
    {
        await StoreAsync(New("op1", subject: "1"), New("op2", subject: "2", destination: "moodle"));
        await StoreAsync(New("op3", subject: "3"));
        var second = (await DeliveriesAsync())[1];
        await Deliveries.DiscardAsync(second.Id, Cancel);

        await ExpectAsync(["op2"], new DeliveryFilter { Id = second.Id });
        await ExpectAsync([], new DeliveryFilter { Id = second.Id, Destination = "canvas" });
        await ExpectAsync(["op1", "op3"], new DeliveryFilter { Destination = "Canvas" });
        await ExpectAsync(["op1", "op2"], new DeliveryFilter { CallbackId = "EVENT-1" });
        await ExpectAsync(["op2"], new DeliveryFilter { States = [DeliveryState.Dead, DeliveryState.Sending] });

        async Task ExpectAsync(string[] expected, DeliveryFilter filter)
        {
            Assert.Equal(
                expected, await Deliveries.ListAsync(filter, Cancel).Select(row => row.Operation).ToArrayAsync(Cancel));
            Assert.Equal(
                expected, await Deliveries.ReadAsync(filter, Cancel).Select(row => row.Operation).ToArrayAsync(Cancel));
        }
    }
}
