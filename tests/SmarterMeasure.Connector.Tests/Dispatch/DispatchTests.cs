using System.Collections.Concurrent;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Tests.Hosting;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Dispatch;

public class DispatchTests
{
    private const string Event = SmarterMeasureEvents.SectionStart;

    [Fact]
    public async Task An_event_reaches_its_handler_once_with_its_context()
    {
        var seen = new ConcurrentQueue<string>();
        await using var connector = await RunningConnector.StartAsync(new HandlerTable().On(
            Event, context => seen.Enqueue($"{context.CallbackId} {context.Event} {context.UserId} {context.Attempt}")));

        await connector.AcceptAsync(Event, user: "7001", callbackId: "c1");

        await connector.UntilEventsAsync(events => events is [{ State: EventState.Handled }]);
        Assert.Equal([$"c1 {Event} 7001 1"], seen);
    }

    [Fact]
    public async Task An_event_without_a_handler_is_handled_and_does_not_wait()
    {
        await using var connector = await RunningConnector.StartAsync(new HandlerTable());
        await connector.AcceptAsync(Event);

        await connector.UntilEventsAsync(events => events is [{ State: EventState.Handled, Attempts: 1 }]);
    }

    [Fact]
    public async Task A_handler_of_any_event_gets_those_without_a_handler_of_their_own()
    {
        var seen = new ConcurrentQueue<string>();
        await using var connector = await RunningConnector.StartAsync(new HandlerTable()
            .On(Event, _ => seen.Enqueue("own"))
            .On(SmarterMeasureEvents.Any, context => seen.Enqueue(context.Event)));
        await connector.AcceptAsync(Event, user: "7001", callbackId: "c1");
        await connector.AcceptAsync("assessment.renamed", user: "7001", callbackId: "c2");

        await connector.UntilEventsAsync(events => events is [{ State: EventState.Handled }, { State: EventState.Handled }]);
        Assert.Equal(["own", "assessment.renamed"], seen);
    }

    [Fact]
    public async Task A_failing_handler_is_tried_again_until_it_succeeds()
    {
        var attempts = 0;
        await using var connector = await RunningConnector.StartAsync(new HandlerTable().On(Event, _ =>
        {
            if (++attempts < 3)
                throw new InvalidOperationException("not yet");
        }));
        await connector.AcceptAsync(Event);

        await connector.UntilEventsAsync(events => events is [{ State: EventState.Handled, Attempts: 3, Reason: null }]);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task An_event_whose_handler_keeps_failing_is_dead_after_the_configured_attempts()
    {
        var attempts = 0;
        await using var connector = await RunningConnector.StartAsync(
            new HandlerTable().On(Event, _ =>
            {
                attempts++;
                throw new InvalidOperationException("never");
            }),
            ("Dispatch:MaxAttempts", "4"));
        await connector.AcceptAsync(Event);

        var events = await connector.UntilEventsAsync(events => events is [{ State: EventState.Dead }]);
        Assert.Equal("handler_failed: System.InvalidOperationException", events[0].Reason);
        Assert.Equal(4, events[0].Attempts);
        Assert.Equal(4, attempts);
    }

    [Fact]
    public async Task A_handlers_message_is_neither_logged_nor_stored()
    {
        await using var connector = await RunningConnector.StartAsync(
            new HandlerTable().On(Event, _ => throw new InvalidOperationException("Maria Quast, PIN c4n4ry")),
            ("Dispatch:MaxAttempts", "1"));
        await connector.AcceptAsync(Event);

        var events = await connector.UntilEventsAsync(events => events is [{ State: EventState.Dead }]);
        Assert.DoesNotContain("c4n4ry", events[0].Reason, StringComparison.Ordinal);
        Assert.Contains(connector.Logs.All, line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(connector.Logs.All, line => line.Contains("c4n4ry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payload_that_does_not_fit_goes_to_quarantine_at_once()
    {
        await using var connector = await RunningConnector.StartAsync(new HandlerTable().On(
            Event, _ => throw new PayloadException(PayloadError.MissingMember, "$.section.code", 97)));
        await connector.AcceptAsync(Event);

        var events = await connector.UntilEventsAsync(events => events is [{ State: EventState.Quarantined }]);
        Assert.Equal("missing_member at $.section.code, byte 97", events[0].Reason);
        Assert.Equal(1, events[0].Attempts);
    }

    [Fact]
    public async Task Events_of_one_student_are_handled_one_after_another_in_the_order_of_their_own_times()
    {
        var gate = new TaskCompletionSource();
        var (order, running, most) = (new ConcurrentQueue<string>(), 0, 0);
        await using var connector = await RunningConnector.StartAsync(new HandlerTable()
            .On(SmarterMeasureEvents.Created, (_, _, stop) => gate.Task.WaitAsync(stop))
            .On(Event, async (context, _, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Yield();
                order.Enqueue(context.CallbackId);
                Interlocked.Decrement(ref running);
            }));
        var noon = new DateTimeOffset(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

        await connector.AcceptAsync(SmarterMeasureEvents.Created, occurredAt: noon);
        await connector.UntilEventsAsync(events => events is [{ State: EventState.Handling }]);
        await connector.AcceptAsync(Event, occurredAt: noon.AddMinutes(6), callbackId: "third");
        await connector.AcceptAsync(Event, occurredAt: noon.AddMinutes(2), callbackId: "first");
        await connector.AcceptAsync(Event, occurredAt: noon.AddMinutes(4), callbackId: "second");
        gate.SetResult();

        await connector.UntilEventsAsync(events => events.All(one => one.State == EventState.Handled), TimeSpan.Zero);
        Assert.Equal(["first", "second", "third"], order);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_student_whose_event_hangs_holds_up_no_other_student()
    {
        await using var connector = await RunningConnector.StartAsync(new HandlerTable().On(
            Event, (context, _, stop) => context.UserId == "slow" ? Task.Delay(Timeout.Infinite, stop) : Task.CompletedTask));
        await connector.AcceptAsync(Event, user: "slow");
        await connector.AcceptAsync(Event, user: "quick");

        await connector.UntilEventsAsync(
            events => events is [{ State: EventState.Handling }, { State: EventState.Handled }], TimeSpan.Zero);
    }

    [Fact]
    public async Task A_handler_that_overstays_is_cancelled_and_tried_again()
    {
        var attempts = 0;
        await using var connector = await RunningConnector.StartAsync(
            new HandlerTable().On(Event, (_, _, stop) =>
                ++attempts == 1 ? Task.Delay(Timeout.Infinite, stop) : Task.CompletedTask),
            ("Dispatch:HandlerTimeout", "5s"));
        await connector.AcceptAsync(Event);

        await connector.UntilEventsAsync(events => events is [{ State: EventState.Handled, Attempts: 2 }]);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_cancellation_frees_the_students_lane_all_the_same()
    {
        var (never, attempts) = (new TaskCompletionSource(), 0);
        await using var connector = await RunningConnector.StartAsync(
            new HandlerTable().On(Event, (_, _, _) => ++attempts == 1 ? never.Task : Task.CompletedTask),
            ("Dispatch:HandlerTimeout", "5s"));
        await connector.AcceptAsync(Event);

        await connector.UntilEventsAsync(events => events is [{ State: EventState.Handled, Attempts: 2 }]);
        never.SetResult();
    }
}
