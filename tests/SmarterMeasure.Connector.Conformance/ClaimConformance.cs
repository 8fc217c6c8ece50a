using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>How deliveries of several registrations claim the one account that they lead to.</summary>
public abstract class ClaimConformance(TestDatabase database) : DeliveryConformance(database)
{
    private const string Account = "4711";

    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_claim_is_written_down_and_goes_ahead_again_for_the_same_account()
    {
        await StoreAsync(Result("op1", "71"));
        var first = await LeaseOneDeliveryAsync();
        Assert.Null((await ReadAsync("op1")).Account);

        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(first));

        Assert.Equal((Account, "lifefactors"), ((await ReadAsync("op1")).Account, (await ReadAsync("op1")).Section));
        await SettleAsync(first, DeliveryState.Retrying);
        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(await LeaseOneDeliveryAsync()));
    }

    [Theory]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Sending)]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    public async Task An_older_result_of_another_registration_is_never_sent_over_a_newer_one(DeliveryState newer)
    {
        await BringAsync("new", "72", version: 2, newer);
        await StoreAsync(Result("old", "71", version: 1));

        var old = await LeaseAsync("old");
        Assert.Equal(AccountClaim.Superseded, await ClaimAsync(old));
        await SettleAsync(old, DeliveryState.Superseded);

        Assert.Equal([$"new {newer}", "old Superseded"], await StatesAsync());
    }

    [Fact]
    public async Task Nor_over_one_that_waits_to_be_tried_again_by_hand()
    {
        await BringAsync("new", "72", version: 2, DeliveryState.Dead);
        await StoreAsync(Result("old", "71", version: 1));
        var old = await LeaseAsync("old");
        await Deliveries.RetryAsync((await ReadAsync("new")).Id, Cancel);

        Assert.Equal(AccountClaim.Superseded, await ClaimAsync(old));
    }

    [Theory]
    [InlineData(DeliveryState.Dead)]
    [InlineData(DeliveryState.Shadowed)]
    [InlineData(DeliveryState.Superseded)]
    public async Task What_ended_without_being_delivered_holds_nothing_back(DeliveryState newer)
    {
        await BringAsync("new", "72", version: 2, newer);
        await StoreAsync(Result("old", "71", version: 1));

        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(await LeaseAsync("old")));

        Assert.Equal([$"new {newer}", "old Sending"], await StatesAsync());
    }

    [Fact]
    public async Task What_was_discarded_holds_nothing_back()
    {
        await BringAsync("new", "72", version: 2, DeliveryState.Retrying);
        Assert.True(await Deliveries.DiscardAsync((await ReadAsync("new")).Id, Cancel));
        await StoreAsync(Result("old", "71", version: 1));

        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(await LeaseAsync("old")));
    }

    [Theory]
    [InlineData(DeliveryState.Unmatched)]
    [InlineData(DeliveryState.Blocked)]
    public async Task A_newer_result_takes_the_place_of_what_waits_and_waits_for_nothing(DeliveryState older)
    {
        await BringAsync("old", "71", version: 1, older);
        await StoreAsync(Result("new", "72", version: 2));

        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(await LeaseAsync("new")));

        Assert.Equal(["old Superseded", "new Sending"], await StatesAsync());
        Assert.Equal("newer_result", (await ReadAsync("old")).Reason);
    }

    [Fact]
    public async Task A_newer_result_waits_as_long_as_the_repetition_of_the_older_would_have()
    {
        await BringAsync("old", "71", version: 1, DeliveryState.Retrying, after: TimeSpan.FromMinutes(2));
        await StoreAsync(Result("new", "72", version: 2));

        var claim = await ClaimAsync(await LeaseAsync("new"));

        Assert.Equal(AccountClaim.WaitFor(TimeSpan.FromMinutes(2)), claim);
        Assert.Equal(["old Superseded", "new Sending"], await StatesAsync());
    }

    [Fact]
    public async Task Nor_is_it_sent_before_that_when_the_older_one_was_overtaken_in_its_own_subject()
    {
        await BringAsync("old", "71", version: 1, DeliveryState.Retrying, after: TimeSpan.FromMinutes(2));
        await StoreAsync(Result("newer", "71", version: 2));
        await StoreAsync(Result("newest", "72", version: 3));

        Assert.Equal(AccountClaim.WaitFor(TimeSpan.FromMinutes(2)), await ClaimAsync(await LeaseAsync("newest")));

        Assert.Equal(["old Superseded", "newer Superseded", "newest Sending"], await StatesAsync());
    }

    [Fact]
    public async Task A_newer_result_waits_while_the_older_one_is_under_way_and_goes_on_when_that_has_ended()
    {
        await StoreAsync(Result("old", "71", version: 1));
        var old = await LeaseAsync("old");
        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(old));
        await StoreAsync(Result("new", "72", version: 2));
        var waits = await LeaseAsync("new");
        Assert.Equal(AccountClaim.WaitFor(Lease), await ClaimAsync(waits));
        await WaitForOtherAsync(waits);
        Assert.Empty(await LeaseOperationsAsync());

        Assert.True(await SettleAsync(old, DeliveryState.Delivered));

        var again = await LeaseAsync("new");
        Assert.Equal((2, 0), (again.Attempt, again.Failures));
        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(again));
        Assert.Equal(["old Delivered", "new Sending"], await StatesAsync());
    }

    [Fact]
    public async Task It_waits_on_when_the_older_one_ended_unclear()
    {
        await StoreAsync(Result("old", "71", version: 1));
        var old = await LeaseAsync("old");
        await ClaimAsync(old);
        await StoreAsync(Result("new", "72", version: 2));
        var waits = await LeaseAsync("new");
        await ClaimAsync(waits);
        await WaitForOtherAsync(waits);

        await SettleAsync(old, DeliveryState.Retrying, after: TimeSpan.FromMinutes(2));

        Assert.Equal(AccountClaim.WaitFor(TimeSpan.FromMinutes(2)), await ClaimAsync(await LeaseAsync("new")));
        Assert.Equal(["old Superseded", "new Sending"], await StatesAsync());
    }

    [Fact]
    public async Task One_whose_worker_died_is_waited_for_until_its_lease_ends_and_is_not_sent_again()
    {
        await StoreAsync(Result("old", "71", version: 1));
        var lost = await LeaseAsync("old");
        await ClaimAsync(lost);
        Clock.Advance(Lease / 2);
        await StoreAsync(Result("new", "72", version: 2));
        var waits = await LeaseAsync("new");
        Assert.Equal(AccountClaim.WaitFor(Lease / 2), await ClaimAsync(waits));
        await SettleAsync(waits, DeliveryState.Retrying, after: Lease / 4);
        Clock.Advance(Lease / 4);
        var again = await LeaseAsync("new");
        Clock.Advance(Lease / 4);

        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(again));

        Assert.False(await SettleAsync(lost, DeliveryState.Delivered));
        Assert.Equal(["old Superseded", "new Sending"], await StatesAsync());
    }

    [Fact]
    public async Task An_attempt_that_a_newer_result_of_its_own_registration_has_overtaken_is_not_sent()
    {
        await StoreAsync(Result("old", "71", version: 1));
        var old = await LeaseAsync("old");
        await StoreAsync(Result("new", "71", version: 2));

        Assert.Equal(AccountClaim.Superseded, await ClaimAsync(old));
    }

    [Fact]
    public async Task Of_equal_rank_the_later_stored_wins()
    {
        await StoreAsync(Result("first", "71"), Result("second", "72"));
        var leased = await Ledger.LeaseAsync("canvas", 10, Lease, Cancel);

        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(leased[1]));
        Assert.Equal(AccountClaim.Superseded, await ClaimAsync(leased[0]));
    }

    [Fact]
    public async Task The_rank_decides_and_not_the_version()
    {
        await StoreAsync(
            Result("lower", "71", version: 5) with { Rank = 1 }, Result("higher", "72", version: 2) with { Rank = 2 },
            Result("highest", "72", version: 1) with { Rank = 3 });
        var leased = await Ledger.LeaseAsync("canvas", 10, Lease, Cancel);

        Assert.Equal(["lower", "highest"], leased.Select(delivery => delivery.Operation));
        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(leased[1]));
        Assert.Equal(AccountClaim.Superseded, await ClaimAsync(leased[0]));
    }

    [Fact]
    public async Task Accounts_sections_and_destinations_are_apart()
    {
        await BringAsync("new", "72", version: 5, DeliveryState.Delivered);
        await StoreAsync(
            Result("account", "73"), Result("section", "74", section: "Reading"), Result("elsewhere", "71", destination: "moodle"));

        var leased = await Ledger.LeaseAsync("canvas", 10, Lease, Cancel);
        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(leased[0], "4712"));
        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(leased[1]));
        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(Assert.Single(await Ledger.LeaseAsync("moodle", 1, Lease, Cancel))));
    }

    [Fact]
    public async Task A_claim_whose_lease_was_lost_changes_nothing()
    {
        await StoreAsync(Result("op1", "71"));
        var lost = await LeaseAsync("op1");
        Clock.Advance(Lease);
        var taken = await LeaseAsync("op1");

        Assert.Equal(AccountClaim.LeaseLost, await ClaimAsync(lost));
        Assert.Null((await ReadAsync("op1")).Account);

        await SettleAsync(taken, DeliveryState.Delivered);
        Assert.Equal(AccountClaim.LeaseLost, await ClaimAsync(taken));
        await Assert.ThrowsAsync<ArgumentException>(() => ClaimAsync(taken, " "));
    }

    [Fact]
    public async Task An_erasure_forgets_the_account()
    {
        await BringAsync("new", "72", version: 2, DeliveryState.Delivered);
        await Retention.EraseAsync("72", Cancel);

        var erased = await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).SingleAsync(Cancel);
        Assert.Equal((null, null), (erased.Account, erased.Section));
        await StoreAsync(Result("old", "71", version: 1));
        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(await LeaseAsync("old")));
    }

    [Fact]
    public async Task A_late_result_is_known_to_be_old_after_the_retention_has_ended()
    {
        await BringAsync("new", "72", version: 3, DeliveryState.Delivered);
        await BringAsync("given up", "72", version: 4, DeliveryState.Dead);
        Clock.Advance(TimeSpan.FromDays(60));

        Assert.Equal(2, await Retention.PurgeAsync(Now, Cancel));

        await StoreAsync(Result("late", "71", version: 2));
        Assert.Equal(AccountClaim.Superseded, await ClaimAsync(await LeaseAsync("late")));
    }

    [Fact]
    public async Task Of_what_an_account_got_only_the_newest_outlives_its_retention()
    {
        await BringAsync("old", "72", version: 3, DeliveryState.Delivered);
        await BringAsync("new", "71", version: 4, DeliveryState.Delivered);
        await BringAsync("given up", "72", version: 5, DeliveryState.Dead);
        Clock.Advance(TimeSpan.FromDays(60));

        Assert.Equal(3, await Retention.PurgeAsync(Now, Cancel));

        Assert.Equal(["new Delivered", "given up Dead"], await StatesAsync());
    }

    [Fact]
    public async Task A_mapping_to_another_account_frees_the_one_before()
    {
        await BringAsync("new", "72", version: 2, DeliveryState.Blocked);
        Assert.Equal(1, await Deliveries.MapAsync((await ReadAsync("new")).Id, "4712", Cancel));
        await StoreAsync(Result("old", "71", version: 1));

        Assert.Equal(AccountClaim.GoAhead, await ClaimAsync(await LeaseAsync("old")));
    }

    private static NewDelivery Result(
        string operation, string user, int version = 1, string section = "LifeFactors", string destination = "canvas") =>
        New(operation, version, $"{user}/{section}", destination) with
        {
            Result = new SectionResult { Student = new StudentRef { UserId = user }, Section = section },
        };

    /// <summary>Stores a result, claims the account for it, and takes it to a state.</summary>
    private async Task BringAsync(string operation, string user, int version, DeliveryState state, TimeSpan? after = null)
    {
        await StoreAsync(Result(operation, user, version));
        var delivery = await LeaseAsync(operation);
        await ClaimAsync(delivery);
        if (state != DeliveryState.Sending)
            await SettleAsync(delivery, state, after ?? Long);
    }

    private async Task<Delivery> LeaseAsync(string operation)
    {
        var leased = await Ledger.LeaseAsync("canvas", 10, Lease, Cancel);
        return leased.Single(delivery => delivery.Operation == operation);
    }

    private Task<AccountClaim> ClaimAsync(Delivery delivery, string account = Account) =>
        Ledger.ClaimAsync(delivery, account, Cancel);

    private Task<bool> WaitForOtherAsync(Delivery delivery) => Ledger.SettleAsync(
        delivery, new Settlement(DeliveryState.Retrying, "other_registration_underway", Now + Lease, IsFailure: false), Cancel);

    private async Task<StoredDelivery> ReadAsync(string operation) =>
        await Deliveries.ReadAsync(DeliveryFilter.All, Cancel).SingleAsync(row => row.Operation == operation, Cancel);
}
