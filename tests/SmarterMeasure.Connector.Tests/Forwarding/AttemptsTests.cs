using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>How the attempts of one turn share their time, and what the vendor's API says of each before it is sent.</summary>
public class AttemptsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedBatchDestination _store = new();
    private readonly ScriptedLedger _ledger = new();

    public AttemptsTests() => _store.First.SetResult();

    [Fact]
    public async Task Each_of_a_batch_is_sent_as_the_vendors_API_has_it_and_one_it_does_not_know_stays_out()
    {
        var sent = new List<decimal?>();
        _store.Answer = delivery =>
        {
            sent.Add(delivery.Result.Percent);
            return Task.FromResult(DeliveryOutcome.Delivered);
        };

        var outcomes = await MakeAsync(new Records(_time) { Unknown = "2" }, Deliveries(3));

        Assert.Equal(
            [DeliveryOutcome.Delivered, DeliveryOutcome.Retry("not_verified"), DeliveryOutcome.Delivered], outcomes);
        Assert.Equal(["1+3"], _store.Calls);
        Assert.Equal([80, 80], sent);
    }

    [Fact]
    public async Task Where_the_vendors_API_is_slow_what_is_verified_is_sent_and_the_rest_given_back_without_a_failure()
    {
        var outcomes = await MakeAsync(new Records(_time) { Takes = Limit / 3 }, Deliveries(4));

        Assert.Equal(["1+2"], _store.Calls);
        Assert.Equal([false, false, true, true], outcomes.Select(outcome => outcome.Pauses));
        Assert.All(outcomes.Skip(2), outcome => Assert.Equal(("not_reached", TimeSpan.Zero), (outcome.Reason, outcome.After)));
    }

    [Fact]
    public async Task Of_what_goes_one_by_one_nothing_is_begun_that_has_less_than_half_of_the_time()
    {
        _store.AnswerTogether = _ => Task.FromResult<IReadOnlyList<DeliveryOutcome>?>(null);
        _store.Answer = _ =>
        {
            _time.Advance(Limit / 3);
            return Task.FromResult(DeliveryOutcome.Delivered);
        };

        var outcomes = await MakeAsync(null, Deliveries(4));

        Assert.Equal(["1+2+3+4", "1", "2"], _store.Calls);
        Assert.Equal([null, null, "not_reached", "not_reached"], outcomes.Select(outcome => outcome.Reason));
    }

    [Fact]
    public async Task However_slow_a_refusal_was_one_delivery_is_attempted()
    {
        _store.AnswerTogether = _ =>
        {
            _time.Advance(Limit * 0.9);
            return Task.FromResult<IReadOnlyList<DeliveryOutcome>?>(null);
        };

        var outcomes = await MakeAsync(null, Deliveries(2));

        Assert.Equal([null, "not_reached"], outcomes.Select(outcome => outcome.Reason));
    }

    [Fact]
    public async Task A_pause_keeps_the_others_from_being_sent()
    {
        var pause = DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5));
        _store.Answer = _ => Task.FromResult(pause with { Request = "PUT" });

        // One that failed before would go alone, after the two that go together.
        var outcomes = await MakeAsync(null, [.. Deliveries(2), Deliveries(3)[2] with { Failures = 1 }]);

        Assert.Equal(["1+2"], _store.Calls);
        Assert.Equal([pause with { Request = "PUT" }, pause with { Request = "PUT" }, pause], outcomes);
    }

    [Theory]
    [InlineData(Repetition.Never, "ambiguous: not_ended", 1)]
    [InlineData(Repetition.SetsState, null, 2)]
    public async Task What_a_process_that_is_gone_may_have_sent_is_sent_again_only_where_that_does_no_harm(
        Repetition repetition, string? reason, int sent)
    {
        _store.Repetition = repetition;
        _store.AnswerTogether = _ => Task.FromResult<IReadOnlyList<DeliveryOutcome>?>(null);
        var deliveries = Deliveries(2);

        var outcomes = await MakeAsync(null, [deliveries[0] with { IsUnclear = true }, deliveries[1]]);

        Assert.Equal([reason, null], outcomes.Select(outcome => outcome.Reason));
        Assert.Equal(sent, _store.Calls.Count(call => !call.Contains('+', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Too_few_outcomes_count_for_none()
    {
        _store.AnswerTogether = _ => Task.FromResult<IReadOnlyList<DeliveryOutcome>?>([DeliveryOutcome.Delivered]);

        var outcomes = await MakeAsync(null, Deliveries(2));

        Assert.All(outcomes, outcome => Assert.Equal((DeliveryState.Retrying, true), (outcome.State, outcome.IsAmbiguous)));
    }

    [Fact]
    public async Task In_shadow_nothing_goes_together_and_nothing_alone()
    {
        var outcomes = await MakeAsync(null, Deliveries(3), isShadow: true);

        Assert.Empty(_store.Calls);
        Assert.All(outcomes, outcome => Assert.Equal((DeliveryState.Shadowed, "not_foreseen"), (outcome.State, outcome.Reason)));
    }

    [Fact]
    public async Task In_shadow_too_what_is_foreseen_is_what_the_vendors_API_says()
    {
        _store.Foresee = delivery => DeliveryOutcome.Delivered with { Request = $"PUT {delivery.Result.Percent}", RemoteId = "r" };

        var outcomes = await MakeAsync(new Records(_time) { Unknown = "2" }, Deliveries(2), isShadow: true);

        Assert.Equal(
            [(DeliveryState.Shadowed, null, "PUT 80", null), (DeliveryState.Retrying, "not_verified", null, null)],
            outcomes.Select(outcome => (outcome.State, outcome.Reason, outcome.Request, outcome.RemoteId)));
    }

    [Fact]
    public async Task What_would_not_arrive_shows_in_shadow_as_it_would_and_nothing_of_it_is_unclear()
    {
        _store.Repetition = Repetition.Never;
        var foreseen = new Queue<Func<DeliveryOutcome>>(
        [
            () => DeliveryOutcome.Unmatched("no_account"),
            () => DeliveryOutcome.Retry("store_503") with { IsAmbiguous = true, Request = "PUT 1", RemoteId = "r" },
            () => DeliveryOutcome.Dead("no_column"),
            () => throw new InvalidOperationException(),
            () => DeliveryOutcome.Pause("throttled", Limit),
        ]);
        _store.Foresee = _ => foreseen.Dequeue()();

        var outcomes = await MakeAsync(null, Deliveries(6), isShadow: true);

        var pause = DeliveryOutcome.Pause("throttled", Limit);
        Assert.Equal(
            [
                DeliveryOutcome.Unmatched("no_account"), DeliveryOutcome.Retry("store_503"), DeliveryOutcome.Dead("no_column"),
                DeliveryOutcome.Retry("unexpected: System.InvalidOperationException"), pause, pause,
            ],
            outcomes);
    }

    [Fact]
    public async Task Only_what_may_be_sent_to_its_account_is_sent()
    {
        _store.FindAccount = delivery => AccountLookup.Found($"account {delivery.Id}");
        _ledger.Answer = delivery => delivery.Id switch
        {
            1 => AccountClaim.Superseded,
            2 => AccountClaim.WaitFor(TimeSpan.FromSeconds(90)),
            3 => AccountClaim.LeaseLost,
            4 => throw new StoreUnavailableException("away"),
            _ => AccountClaim.GoAhead,
        };

        var outcomes = await MakeAsync(null, Deliveries(6));

        Assert.Equal(["5+6"], _store.Calls);
        Assert.Equal(Enumerable.Range(1, 6).Select(id => $"{id} at account {id}"), _ledger.Claims);
        Assert.Equal(
            [
                (DeliveryState.Superseded, "newer_result"), (DeliveryState.Retrying, "other_registration_underway"),
                (DeliveryState.Retrying, "lease_lost"), (DeliveryState.Retrying, "not_reached"),
                (DeliveryState.Delivered, null), (DeliveryState.Delivered, null),
            ],
            outcomes.Select(outcome => (outcome.State, outcome.Reason)));
        var waits = Settling.Of(
            Deliveries(1)[0] with { Failures = 99 }, outcomes[1], Repetition.SetsState, new ForwardingSettings(), DateTimeOffset.UnixEpoch);
        Assert.Equal(
            (DeliveryState.Retrying, DateTimeOffset.UnixEpoch.AddSeconds(90), false), (waits.State, waits.DueAt, waits.IsFailure));
        Assert.False(outcomes[1].Pauses);
    }

    [Fact]
    public async Task Nothing_is_claimed_in_shadow_nor_where_no_accounts_are_known()
    {
        await MakeAsync(null, Deliveries(2));
        _store.FindAccount = _ => AccountLookup.Found("4711");
        await MakeAsync(null, Deliveries(2), isShadow: true);

        Assert.Empty(_ledger.Claims);
    }

    [Theory]
    [InlineData(5, null)]
    [InlineData(25, "stopped")]
    public async Task What_must_not_be_broken_off_has_a_while_when_the_process_stops(int seconds, string? reason)
    {
        using var stop = new CancellationTokenSource();
        var renewal = new TaskCompletionSource<DeliveryOutcome>();
        _store.Answer = _ => renewal.Task;
        var attempts = new Attempts(_ledger, new Refetch(null), _time).MakeAsync(
            _store, Deliveries(1), new DestinationRule(), _ => null, Limit, stop.Token);

        await stop.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(seconds));
        renewal.SetResult(DeliveryOutcome.Delivered);

        Assert.Equal(reason, Assert.Single(await attempts).Reason);
    }

    private Task<IReadOnlyList<DeliveryOutcome>> MakeAsync(
        Records? records, IReadOnlyList<Delivery> deliveries, bool isShadow = false) =>
        new Attempts(_ledger, new Refetch(records), _time).MakeAsync(
            _store, deliveries, new DestinationRule { Refetches = records is not null, IsShadow = isShadow }, _ => null, Limit,
            TestContext.Current.CancellationToken);

    private static List<Delivery> Deliveries(int count) =>
    [
        .. Enumerable.Range(1, count).Select(user => new Delivery
        {
            Id = user,
            CallbackId = "c1",
            Destination = "store",
            Operation = $"{user}",
            Attempt = 1,
            Failures = 0,
            Result = new SectionResult
            {
                Student = new StudentRef { UserId = $"{user}", InternalId = $"S{user}" },
                Section = SectionCodes.LifeFactors,
                Percent = 63,
            },
        }),
    ];

    private sealed class Records(FakeTimeProvider time) : IVendorRecords
    {
        public string? Unknown { get; init; }

        public TimeSpan Takes { get; init; }

        public Task<Placement?> PlaceAsync(string userId, CancellationToken cancel) => Task.FromResult<Placement?>(null);

        public Task<SectionResult?> RefetchAsync(SectionResult told, CancellationToken cancel)
        {
            time.Advance(Takes);
            return Task.FromResult(told.Student.UserId == Unknown ? null : told with { Percent = 80 });
        }
    }
}
