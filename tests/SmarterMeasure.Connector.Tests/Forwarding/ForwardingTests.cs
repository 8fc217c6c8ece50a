using System.Collections.Concurrent;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Tests.Hosting;

namespace SmarterMeasure.Connector.Tests.Forwarding;

public class ForwardingTests
{
    private const string Event = SmarterMeasureEvents.SectionComplete;
    private static readonly DateTimeOffset Noon = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly ScriptedDestination _canvas = new();

    [Fact]
    public async Task A_push_is_delivered_once_and_a_second_event_with_the_same_result_adds_nothing()
    {
        await using var connector = await StartAsync(_ => Push.ToAll(Result()));
        await connector.AcceptAsync(Event, callbackId: "c1");
        await connector.AcceptAsync(Event, callbackId: "c2");

        await connector.UntilEventsAsync(events => events.All(one => one.State == EventState.Handled));
        var deliveries = await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
        Assert.Equal(("c1", "canvas", 1), (deliveries[0].CallbackId, deliveries[0].Destination, deliveries[0].Attempts));
        Assert.Equal(63m, Assert.Single(_canvas.Sent).Result.Percent);
    }

    [Fact]
    public async Task A_result_that_the_destination_does_not_take_leaves_no_delivery()
    {
        await using var connector = await StartAsync(_ => Push.ToAll(Result(section: "Refused")));
        await connector.AcceptAsync(Event);

        await connector.UntilEventsAsync(events => events is [{ State: EventState.Handled }]);
        Assert.Empty(await connector.DeliveriesAsync());
    }

    [Fact]
    public async Task An_older_result_that_arrives_late_is_superseded_and_never_sent()
    {
        var scored = new Queue<DateTimeOffset>([Noon, Noon.AddMinutes(-5)]);
        await using var connector = await StartAsync(_ => Push.ToAll(Result(scoredAt: scored.Dequeue())));
        await connector.AcceptAsync(Event);
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
        await connector.AcceptAsync(Event);

        await connector.UntilDeliveriesAsync(
            all => all is [{ State: DeliveryState.Delivered }, { State: DeliveryState.Superseded, Attempts: 0 }]);
        Assert.Single(_canvas.Sent);
    }

    [Fact]
    public async Task A_failed_attempt_is_repeated_later_until_it_is_delivered()
    {
        _canvas.Answer = (delivery, _) => Task.FromResult(
            delivery.Attempt < 4 ? DeliveryOutcome.Retry("canvas_503") : DeliveryOutcome.Delivered);
        await using var connector = await StartAsync(_ => Push.ToAll(Result()));
        await connector.AcceptAsync(Event);

        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered, Attempts: 4, Reason: null }]);
    }

    [Fact]
    public async Task A_delivery_is_dead_after_the_configured_failures_and_says_why()
    {
        _canvas.Answer = (_, _) => Task.FromResult(DeliveryOutcome.Retry("canvas_503"));
        await using var connector = await StartAsync(_ => Push.ToAll(Result()), ("Forwarding:MaxAttempts", "3"));
        await connector.AcceptAsync(Event);

        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Dead, Attempts: 3, Reason: "canvas_503" }]);
        Assert.Equal(3, _canvas.Sent.Count);
    }

    [Fact]
    public async Task A_pause_holds_up_the_whole_destination_and_counts_as_no_failure()
    {
        var throttled = true;
        _canvas.Answer = (_, _) => Task.FromResult(
            throttled ? DeliveryOutcome.Pause("throttled", TimeSpan.FromMinutes(10)) : DeliveryOutcome.Delivered);
        await using var connector = await StartAsync(
            context => Push.ToAll(Result(user: context.UserId)), ("Forwarding:MaxAttempts", "1"));
        await connector.AcceptAsync(Event, user: "7001");
        await connector.UntilDeliveriesAsync(all => all is [{ Reason: "throttled" }], TimeSpan.Zero);
        var before = connector.Time.GetUtcNow();
        await connector.AcceptAsync(Event, user: "7002");
        throttled = false;

        await connector.UntilDeliveriesAsync(all => all.Count(one => one.State == DeliveryState.Delivered) == 2);
        Assert.True(connector.Time.GetUtcNow() - before >= TimeSpan.FromMinutes(10));
        Assert.Equal(3, _canvas.Sent.Count);
    }

    [Fact]
    public async Task An_unmatched_delivery_waits_and_goes_out_once_the_student_is_known()
    {
        var known = false;
        _canvas.Answer = (_, _) => Task.FromResult(
            known ? DeliveryOutcome.Delivered : DeliveryOutcome.Unmatched("no_account"));
        await using var connector = await StartAsync(
            _ => Push.ToAll(Result()), ("Forwarding:UnmatchedRecheck", "1m"), ("Forwarding:MaxAttempts", "1"));
        await connector.AcceptAsync(Event);
        await connector.UntilDeliveriesAsync(
            all => all is [{ State: DeliveryState.Unmatched, Attempts: 1, Reason: "no_account" }], TimeSpan.Zero);
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Unmatched, Attempts: 3 }]);
        known = true;

        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
    }

    [Fact]
    public async Task What_a_destination_throws_is_retried_and_its_message_goes_nowhere()
    {
        _canvas.Answer = (delivery, _) => delivery.Attempt == 1
            ? throw new InvalidOperationException("Bearer c4n4ry")
            : Task.FromResult(DeliveryOutcome.Dead("canvas_404"));
        await using var connector = await StartAsync(_ => Push.ToAll(Result()));
        await connector.AcceptAsync(Event);

        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Dead, Attempts: 2 }]);
        Assert.Contains(connector.Logs.All, line => line.Contains("unexpected: System.Inv", StringComparison.Ordinal));
        Assert.DoesNotContain(connector.Logs.All, line => line.Contains("c4n4ry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_ended_and_repeated()
    {
        _canvas.Answer = async (delivery, cancel) =>
        {
            if (delivery.Attempt == 1)
                await Task.Delay(Timeout.Infinite, cancel);
            return DeliveryOutcome.Delivered;
        };
        await using var connector = await StartAsync(_ => Push.ToAll(Result()), ("Forwarding:AttemptTimeout", "5s"));
        await connector.AcceptAsync(Event);

        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered, Attempts: 2 }]);
    }

    [Fact]
    public async Task A_push_to_a_destination_that_is_not_configured_is_visible_as_the_events_failure()
    {
        await using var connector = await StartAsync(
            _ => Push.To("crm", Result()), ("Dispatch:MaxAttempts", "2"));
        await connector.AcceptAsync(Event);

        await connector.UntilEventsAsync(events => events is [{ State: EventState.Dead, Reason: "unknown_destination: crm" }]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task As_many_deliveries_are_under_way_as_the_destination_takes(int concurrency)
    {
        var (underWay, most) = (0, 0);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _canvas.Concurrency = concurrency;
        _canvas.Answer = async (_, cancel) =>
        {
            var now = Interlocked.Increment(ref underWay);
            lock (full)
                most = Math.Max(most, now);
            if (now == concurrency)
                full.TrySetResult();
            await full.Task.WaitAsync(cancel);
            Interlocked.Decrement(ref underWay);
            return DeliveryOutcome.Delivered;
        };
        var users = new ConcurrentQueue<string>(["1", "2", "3", "4", "5", "6"]);
        await using var connector = await StartAsync(_ => Push.ToAll(Result(users.TryDequeue(out var user) ? user : "0")));
        for (var i = 0; i < 6; i++)
            await connector.AcceptAsync(Event, callbackId: $"c{i}");

        await connector.UntilDeliveriesAsync(all => all.Count == 6 && all.All(one => one.State == DeliveryState.Delivered));
        Assert.Equal(concurrency, most);
    }

    [Fact]
    public async Task The_ledger_says_why_a_delivery_that_may_have_arrived_is_sent_again()
    {
        _canvas.Repetition = Repetition.ReadsBack;
        _canvas.Answer = (_, _) => Task.FromResult(DeliveryOutcome.Retry("ethos_timeout") with { IsAmbiguous = true });
        await using var connector = await StartAsync(_ => Push.ToAll(Result()));
        await connector.AcceptAsync(Event);

        await connector.UntilDeliveriesAsync(
            all => all is [{ State: DeliveryState.Retrying, Reason: "ethos_timeout (unclear, reads_back)" }]);
    }

    [Theory]
    [InlineData(Repetition.ReadsBack, 2 * 60)]
    [InlineData(Repetition.SetsState, 2 * 60)]
    [InlineData(Repetition.RecognisedById, 0)]
    public async Task What_may_still_be_under_way_is_not_sent_again_too_soon(Repetition repetition, int seconds)
    {
        var times = new ConcurrentQueue<DateTimeOffset>();
        RunningConnector? running = null;
        _canvas.Repetition = repetition;
        _canvas.Answer = (_, _) =>
        {
            times.Enqueue(running!.Time.GetUtcNow());
            return Task.FromResult(DeliveryOutcome.Retry("timeout") with { IsAmbiguous = true });
        };
        await using var connector = running = await StartAsync(_ => Push.ToAll(Result()));
        await connector.AcceptAsync(Event);

        await connector.UntilDeliveriesAsync(_ => times.Count > 1);

        var wait = times.ElementAt(1) - times.ElementAt(0);
        Assert.InRange(wait, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 60));
    }

    [Fact]
    public async Task Others_wait_only_as_long_as_the_destination_asks_for()
    {
        _canvas.Answer = (delivery, _) => Task.FromResult(delivery.Result.Student.UserId == "7001"
            ? DeliveryOutcome.Pause("canvas_503", TimeSpan.FromSeconds(1)) with { IsAmbiguous = true }
            : DeliveryOutcome.Delivered);
        await using var connector = await StartAsync(context => Push.ToAll(Result(context.UserId)));
        await connector.AcceptAsync(Event, user: "7001");
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Retrying }]);
        var paused = connector.Time.GetUtcNow();
        await connector.AcceptAsync(Event, user: "7002", callbackId: "c2");

        await connector.UntilDeliveriesAsync(all => all is [{ Attempts: 1 }, { State: DeliveryState.Delivered }]);

        Assert.InRange(connector.Time.GetUtcNow() - paused, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(Repetition.ReadsBack, 2 * 60)]
    [InlineData(Repetition.SetsState, 0)]
    public async Task After_a_kill_what_may_still_be_under_way_is_not_looked_for_too_soon_either(Repetition repetition, int seconds)
    {
        _canvas.Repetition = repetition;
        _canvas.Answer = async (_, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return DeliveryOutcome.Delivered;
        };
        await using var connector = await StartAsync(_ => Push.ToAll(Result()), ("Forwarding:AttemptTimeout", "5s"));
        await connector.AcceptAsync(Event);
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Sending }], TimeSpan.Zero);

        var leased = Assert.Single(await connector.StoredDeliveriesAsync());
        Assert.Equal(TimeSpan.FromSeconds(5 + 30 + seconds), leased.DueAt - connector.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_delivery_that_may_not_be_repeated_waits_for_a_person_when_nobody_knows_whether_it_arrived()
    {
        _canvas.Repetition = Repetition.Never;
        _canvas.Answer = (_, _) => throw new InvalidOperationException();
        await using var connector = await StartAsync(_ => Push.ToAll(Result()));
        await connector.AcceptAsync(Event);

        var rows = await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Dead, Attempts: 1 }]);
        Assert.StartsWith("ambiguous: unexpected", rows[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_shadow_a_destination_that_foresees_nothing_is_sent_nothing_and_the_ledger_says_so()
    {
        await using var connector = await StartAsync(
            context => Push.ToAll(Result(context.UserId)), ("Destinations:Canvas:Shadow", "true"));
        await connector.AcceptAsync(Event, user: "7001");
        await connector.AcceptAsync(Event, user: "7002");

        await connector.UntilDeliveriesAsync(all => all.Count == 2
            && all.TrueForAll(one => one is { State: DeliveryState.Shadowed, Reason: "not_foreseen", Attempts: 1 }));
        Assert.Empty(_canvas.Sent);
        Assert.Contains(connector.Logs.All, line => line.Contains("nothing was sent", StringComparison.Ordinal));
    }

    private Task<RunningConnector> StartAsync(
        Func<EventContext, Push> handler, params (string Key, string Value)[] settings) =>
        RunningConnector.StartAsync(
            new HandlerTable().On(Event, handler), [_canvas], [("Destinations:Canvas:Type", "scripted"), .. settings]);

    private static SectionResult Result(
        string user = "7001", string section = SectionCodes.LifeFactors, DateTimeOffset? scoredAt = null) => new()
    {
        Student = new StudentRef { UserId = user, InternalId = "S123" },
        Section = section,
        ScoredAt = scoredAt ?? Noon,
        Readiness = "fail",
        Percent = 63m,
    };
}
