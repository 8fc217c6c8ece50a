using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Tests.Hosting;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>What goes to a destination together, and that each delivery keeps an end of its own.</summary>
public class BatchTests
{
    private const string Event = SmarterMeasureEvents.SectionComplete;
    private static readonly DateTimeOffset Noon = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly ScriptedBatchDestination _store = new();

    [Fact]
    public async Task What_waits_goes_together_as_far_as_the_destination_takes_it_and_all_of_it_is_delivered()
    {
        await using var connector = await StartWithWaitingAsync(5);

        await connector.UntilDeliveriesAsync(all => all.TrueForAll(one => one is { State: DeliveryState.Delivered, Attempts: 1 }));
        Assert.Equal(["0", "1+2+3", "4+5"], _store.Calls);
    }

    [Fact]
    public async Task At_a_batch_size_of_one_each_goes_alone()
    {
        _store.BatchSize = 1;
        await using var connector = await StartWithWaitingAsync(2);

        await connector.UntilDeliveriesAsync(all => all.TrueForAll(one => one.State == DeliveryState.Delivered));
        Assert.Equal(["0", "1", "2"], _store.Calls);
    }

    [Fact]
    public async Task Each_of_a_batch_has_the_outcome_that_was_told_for_it()
    {
        _store.AnswerTogether = _ => Told(
            DeliveryOutcome.Delivered with { RemoteId = "r1", Request = "PUT 1" }, DeliveryOutcome.Unmatched("no_identity"),
            DeliveryOutcome.Dead("too_large"));
        await using var connector = await StartWithWaitingAsync(3);

        var rows = await connector.UntilDeliveriesAsync(
            all => all.TrueForAll(one => one.State is not (DeliveryState.Pending or DeliveryState.Sending)), TimeSpan.Zero);
        Assert.Equal(
            [(DeliveryState.Delivered, null), (DeliveryState.Unmatched, "no_identity"), (DeliveryState.Dead, "too_large")],
            rows.Skip(1).Select(one => (one.State, one.Reason)));
    }

    [Fact]
    public async Task Of_a_batch_that_is_refused_each_goes_alone_and_only_the_bad_one_is_dead()
    {
        _store.AnswerTogether = _ => Task.FromResult<IReadOnlyList<DeliveryOutcome>?>(null);
        _store.Answer = delivery => Task.FromResult(
            delivery.Result.Student.UserId == "2" ? DeliveryOutcome.Dead("store_400") : DeliveryOutcome.Delivered);
        await using var connector = await StartWithWaitingAsync(3);

        var rows = await connector.UntilDeliveriesAsync(
            all => all.TrueForAll(one => one.State is DeliveryState.Delivered or DeliveryState.Dead));
        Assert.Equal(["0", "1+2+3", "1", "2", "3"], _store.Calls);
        Assert.Equal("store_400", Assert.Single(rows, row => row.State == DeliveryState.Dead).Reason);
        Assert.All(rows, row => Assert.Equal(1, row.Attempts));
    }

    [Fact]
    public async Task What_failed_together_does_not_go_together_again()
    {
        _store.AnswerTogether = _ => throw new InvalidOperationException();
        _store.Answer = delivery => Task.FromResult(
            delivery.Result.Student.UserId == "2" ? DeliveryOutcome.Retry("store_500") : DeliveryOutcome.Delivered);
        await using var connector = await StartWithWaitingAsync(3, ("Forwarding:MaxAttempts", "4"));

        var rows = await connector.UntilDeliveriesAsync(
            all => all.TrueForAll(one => one.State is DeliveryState.Delivered or DeliveryState.Dead));
        Assert.Equal("store_500", Assert.Single(rows, row => row.State == DeliveryState.Dead).Reason);
        Assert.Single(_store.Calls, call => call.Contains('+', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pause_gives_the_whole_batch_back_without_a_failure_and_holds_the_destination_up()
    {
        var throttled = true;
        _store.AnswerTogether = deliveries => Told(
            [.. deliveries.Select(_ => throttled ? DeliveryOutcome.Pause("throttled", TimeSpan.FromMinutes(10)) : DeliveryOutcome.Delivered)]);
        await using var connector = await StartWithWaitingAsync(3, ("Forwarding:MaxAttempts", "1"));
        await connector.UntilDeliveriesAsync(all => all.Count(one => one.Reason == "throttled") == 3, TimeSpan.Zero);
        var before = connector.Time.GetUtcNow();
        throttled = false;

        await connector.UntilDeliveriesAsync(all => all.TrueForAll(one => one.State == DeliveryState.Delivered));
        Assert.True(connector.Time.GetUtcNow() - before >= TimeSpan.FromMinutes(10));
        Assert.Equal(["0", "1+2+3", "1+2+3"], _store.Calls);
    }

    [Fact]
    public async Task A_batch_that_may_not_be_repeated_waits_for_a_person_when_nobody_knows_whether_it_arrived()
    {
        _store.Repetition = Repetition.Never;
        _store.AnswerTogether = _ => throw new InvalidOperationException();
        await using var connector = await StartWithWaitingAsync(2);

        var rows = await connector.UntilDeliveriesAsync(all => all.Count(one => one.State == DeliveryState.Dead) == 2);
        Assert.All(rows.Skip(1), row => Assert.StartsWith("ambiguous: ", row.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_newer_result_of_a_student_waits_until_the_older_one_was_settled()
    {
        var isLater = false;
        var (underWay, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        _store.AnswerTogether = async deliveries =>
        {
            underWay.TrySetResult();
            await answered.Task;
            return [.. deliveries.Select(_ => DeliveryOutcome.Delivered)];
        };
        await using var connector = await StartAsync(
            context => Push.ToAll(Result(context.UserId, isLater ? Noon.AddMinutes(5) : Noon)));
        await AcceptAsync(connector, "0", "1", "2");
        _store.Concurrency = 2;
        _store.First.SetResult();
        await underWay.Task.WaitAsync(TestContext.Current.CancellationToken);

        // The destination would take more, and gets the other student.
        isLater = true;
        await AcceptAsync(connector, "1", "3");
        await connector.UntilDeliveriesAsync(all => all.Count(one => one.State == DeliveryState.Delivered) == 2, TimeSpan.Zero);
        Assert.Equal(["0", "1+2", "3"], _store.Calls);

        answered.SetResult();
        await connector.UntilDeliveriesAsync(all => all.TrueForAll(one => one.State == DeliveryState.Delivered));
        Assert.Equal(["0", "1+2", "3", "1"], _store.Calls);
    }

    private static Task<IReadOnlyList<DeliveryOutcome>?> Told(params IReadOnlyList<DeliveryOutcome> outcomes) =>
        Task.FromResult<IReadOnlyList<DeliveryOutcome>?>(outcomes);

    private static SectionResult Result(string user, DateTimeOffset scoredAt) => new()
    {
        Student = new StudentRef { UserId = user, InternalId = $"S{user}" },
        Section = SectionCodes.LifeFactors,
        ScoredAt = scoredAt,
        Percent = 63m,
    };

    private static async Task AcceptAsync(RunningConnector connector, params IReadOnlyList<string> users)
    {
        var before = (await connector.DeliveriesAsync()).Count;
        foreach (var user in users)
        {
            await connector.AcceptAsync(Event, user);
            before++;
            await connector.UntilDeliveriesAsync(all => all.Count == before, TimeSpan.Zero); // In this order.
        }
    }

    // While the first is under way, the others come together in the store.
    private async Task<RunningConnector> StartWithWaitingAsync(int waiting, params (string Key, string Value)[] settings)
    {
        var connector = await StartAsync(context => Push.ToAll(Result(context.UserId, Noon)), settings);
        await AcceptAsync(connector, [.. Enumerable.Range(0, waiting + 1).Select(user => $"{user}")]);
        _store.First.SetResult();
        return connector;
    }

    private Task<RunningConnector> StartAsync(Func<EventContext, Push> handler, params (string Key, string Value)[] settings) =>
        RunningConnector.StartAsync(
            new HandlerTable().On(Event, handler), [_store], [("Destinations:Store:Type", "scripted"), .. settings]);
}
