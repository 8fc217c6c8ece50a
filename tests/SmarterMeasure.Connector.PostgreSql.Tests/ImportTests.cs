using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

/// <summary>The move from another store, of which any will do that can be read.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly PostgreSqlDatabase _from = new();
    private readonly PostgreSqlDatabase _to = new();
    private PostgreSqlStore _source = null!;
    private PostgreSqlStore _target = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_source, _target) = (_from.NewStore(), _to.NewStore());
        await _source.OpenAsync(Cancel);
        await _target.OpenAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    [Fact]
    public async Task A_move_that_was_interrupted_is_finished_by_the_next_and_leaves_everything_as_it_was()
    {
        await FillAsync();
        var events = await EventsOf(_source).ToListAsync(Cancel);
        Assert.Equal(3, await _target.Import.WriteEventsAsync(events[..3], Cancel)); // Cut off here.

        Assert.Equal((events.Count - 3, 2), await MoveAsync());
        Assert.Equal((0, 0), await MoveAsync());

        Assert.Equal(
            events.Select(Told).Select(row => row.Replace("Handling", "Retrying", StringComparison.Ordinal)),
            (await EventsOf(_target).ToListAsync(Cancel)).Select(Told));
        Assert.Equal(
            (await DeliveriesOf(_source).ToListAsync(Cancel)).Select(Told)
                .Select(row => row.Replace("Sending", "Retrying", StringComparison.Ordinal)),
            (await DeliveriesOf(_target).ToListAsync(Cancel)).Select(Told));
        // What was in hand is due, lanes are kept, and what waits for its time waits on.
        Assert.Equal(["leased", "next-1"], (await LeaseAsync(_target)).Select(leased => leased.CallbackId).Order());
        Assert.Equal(2, Assert.Single(await _target.LeaseAsync("canvas", 10, Lease, Cancel)).Attempt);

        static string Told(object row) => row switch
        {
            StoredEvent e => $"{e.DedupKey} {e.CallbackId} {e.Event} {e.UserId} {e.State} {e.Reason} {e.ReceivedAt:O} {e.LastReceivedAt:O} "
                + $"{e.DeliveryCount} {e.Attempts} {e.Excused} {e.Format} {Convert.ToHexString(e.BodyHash)} "
                + (e.Body is { } body ? Encoding.UTF8.GetString(body.Span) : "none"),
            StoredDelivery d => $"{d.EventKey} {d.Destination} {d.Operation} {d.Subject} {d.Version:O} {d.State} {d.Reason} "
                + $"{d.Attempts} {d.Failures} {d.CreatedAt:O} {d.Result}",
            _ => throw new ArgumentException("No row."),
        };
    }

    [Fact]
    public async Task What_ended_at_the_source_meanwhile_ends_here_and_what_ended_here_stays_so()
    {
        foreach (var id in (string[])["there", "here", "open"])
            await _source.AcceptAsync(Samples.Event(id), Cancel);
        await MoveAsync();
        await CompleteAsync(_source, "there", Samples.Delivery("op-there", subject: "1"));
        await CompleteAsync(_target, "here", Samples.Delivery("op-here", subject: "2"));
        await _source.AcceptAsync(Samples.Event("new"), Cancel);

        Assert.Equal((1, 1), await MoveAsync());

        Assert.Equal(
            ["there Handled", "here Handled", "open Retrying", "new Received"],
            (await EventsOf(_target).ToListAsync(Cancel)).Select(row => $"{row.CallbackId} {row.State}"));
        Assert.Equal(["new"], (await LeaseAsync(_target)).Select(leased => leased.CallbackId));
        Assert.Equal(
            ["op-here", "op-there"],
            (await _target.LeaseAsync("canvas", 10, Lease, Cancel)).Select(delivery => delivery.Operation).Order());
    }

    [Fact]
    public async Task A_delivery_that_ended_on_one_side_is_not_sent_by_the_other()
    {
        await _source.AcceptAsync(Samples.Event("a"), Cancel);
        await CompleteAsync(_source, "a", Samples.Delivery("there", subject: "1"), Samples.Delivery("here", subject: "2"));
        await MoveAsync();
        await DeliverAsync(_source, "there");
        await DeliverAsync(_target, "here");

        Assert.Equal((0, 0), await MoveAsync());

        Assert.All(
            await DeliveriesOf(_target).ToListAsync(Cancel),
            row => Assert.Equal((DeliveryState.Delivered, null), (row.State, row.DueAt)));
    }

    [Fact]
    public async Task A_result_that_a_newer_one_here_has_overtaken_is_not_sent()
    {
        await _target.AcceptAsync(Samples.Event("newer"), Cancel);
        await CompleteAsync(_target, "newer", Samples.Delivery("newer", version: 2));
        await _source.AcceptAsync(Samples.Event("older"), Cancel);
        await CompleteAsync(_source, "older", Samples.Delivery("older", version: 1));

        await MoveAsync();

        Assert.Equal(["newer"], (await _target.LeaseAsync("canvas", 10, Lease, Cancel)).Select(each => each.Operation));
    }

    [Fact]
    public async Task An_erasure_on_either_side_is_not_undone()
    {
        await _source.AcceptAsync(Samples.Event("there", user: "71"), Cancel);
        await _source.AcceptAsync(Samples.Event("here", user: "72"), Cancel);
        await MoveAsync();
        await _source.Retention.EraseAsync("71", Cancel);
        await _target.Retention.EraseAsync("72", Cancel);

        Assert.Equal((0, 0), await MoveAsync());

        Assert.All(await EventsOf(_target).ToListAsync(Cancel), row =>
        {
            Assert.Equal((EventState.Dead, null), (row.State, row.UserId));
            Assert.Null(row.Body);
            Assert.Empty(row.BodyHash);
        });
        Assert.Empty(await LeaseAsync(_target));
    }

    [Fact]
    public async Task A_student_can_be_erased_here_when_the_source_has_erased_one_of_the_same_number()
    {
        await _target.AcceptAsync(Samples.Event("first", user: "70"), Cancel);
        await CompleteAsync(_target, "first", Samples.DeliveryOf("70"));
        foreach (var user in (string[])["71", "72"])
        {
            await _source.AcceptAsync(Samples.Event(user, user), Cancel);
            await CompleteAsync(_source, user, Samples.DeliveryOf(user));
        }

        await _source.Retention.EraseAsync("72", Cancel);
        Assert.Equal((2, 1), await MoveAsync());

        Assert.Equal(new Erasure(1, 1), await _target.Retention.EraseAsync("71", Cancel));
        Assert.Equal(new Erasure(1, 1), await _target.Retention.EraseAsync("70", Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delivery_that_was_erased_here_does_not_come_back(bool isPurged)
    {
        await _source.AcceptAsync(Samples.Event("a", user: "71"), Cancel);
        await CompleteAsync(_source, "a", Samples.DeliveryOf("71"));
        await DeliverAsync(_source, Samples.DeliveryOf("71").Operation);
        if (isPurged)
            Assert.Equal(1, await _source.Retention.PurgeAsync(DateTimeOffset.UtcNow.AddDays(1), Cancel));

        await MoveAsync();
        await _target.Retention.EraseAsync("71", Cancel);

        Assert.Equal((0, 0), await MoveAsync());

        var row = Assert.Single(await DeliveriesOf(_target).ToListAsync(Cancel));
        Assert.Equal(($"erased:{row.Id}", null), (row.Subject, row.Result));
    }

    [Fact]
    public async Task A_student_erased_at_the_source_is_erased_here_though_the_source_has_purged_the_event()
    {
        foreach (var user in (string[])["71", "72"])
        {
            await _source.AcceptAsync(Samples.Event(user, user), Cancel);
            await CompleteAsync(_source, user, Samples.DeliveryOf(user));
            await DeliverAsync(_source, Samples.DeliveryOf(user).Operation);
        }

        await MoveAsync();
        await _source.Retention.PurgeAsync(DateTimeOffset.UtcNow.AddDays(1), Cancel);
        await _source.Retention.EraseAsync("71", Cancel);

        Assert.Equal((0, 0), await MoveAsync());

        Assert.Equal([null, "72"], (await EventsOf(_target).ToListAsync(Cancel)).Select(row => row.UserId));
        var rows = await DeliveriesOf(_target).ToListAsync(Cancel);
        Assert.Equal([$"erased:{rows[0].Id}", Samples.DeliveryOf("72").Subject], rows.Select(row => row.Subject));
        Assert.Equal([true, false], rows.Select(row => row.Result is null));
        Assert.Equal(new Erasure(0, 0), await _target.Retention.EraseAsync("71", Cancel));
    }

    [Fact]
    public async Task A_retry_at_the_source_opens_the_delivery_here_until_that_has_ended_here()
    {
        await _source.AcceptAsync(Samples.Event("a"), Cancel);
        await CompleteAsync(_source, "a", Samples.Delivery("op"));
        var row = Assert.Single(await DeliveriesOf(_source).ToListAsync(Cancel));
        Assert.True(await _source.Deliveries.DiscardAsync(row.Id, Cancel));
        await MoveAsync();
        Assert.Empty(await _target.LeaseAsync("canvas", 10, Lease, Cancel));

        Assert.Equal(RetryOutcome.Queued, await _source.Deliveries.RetryAsync(row.Id, Cancel));
        Assert.Equal((0, 0), await MoveAsync());
        await DeliverAsync(_target, "op");
        await MoveAsync();

        Assert.Equal(DeliveryState.Delivered, Assert.Single(await DeliveriesOf(_target).ToListAsync(Cancel)).State);
        Assert.Empty(await _target.LeaseAsync("canvas", 10, Lease, Cancel));
    }

    [Fact]
    public async Task A_replay_at_the_source_opens_the_event_here_until_that_has_ended_here()
    {
        await _source.AcceptAsync(Samples.Event("a"), Cancel);
        await CompleteAsync(_source, "a");
        await MoveAsync();
        Assert.Empty(await LeaseAsync(_target));

        var row = Assert.Single(await EventsOf(_source).ToListAsync(Cancel));
        Assert.Equal(ReplayOutcome.Queued, await _source.Events.ReplayAsync(row.Id, Samples.Event("a").Envelope, Cancel));
        Assert.Equal((0, 0), await MoveAsync());
        await CompleteAsync(_target, "a", Samples.Delivery("op"));
        await MoveAsync();

        Assert.Equal(EventState.Handled, Assert.Single(await EventsOf(_target).ToListAsync(Cancel)).State);
        Assert.Empty(await LeaseAsync(_target));
    }

    [Fact]
    public async Task What_was_given_back_at_the_source_does_not_open_what_has_ended_here()
    {
        await _source.AcceptAsync(Samples.Event("a"), Cancel);
        await MoveAsync();
        await CompleteAsync(_target, "a");
        for (var i = 0; i < 3; i++)
            Assert.True(await _source.GiveBackAsync(Assert.Single(await LeaseAsync(_source)), "stopped", default, Cancel));

        await MoveAsync();

        Assert.Equal(EventState.Handled, Assert.Single(await EventsOf(_target).ToListAsync(Cancel)).State);
        Assert.Empty(await LeaseAsync(_target));
    }

    [Fact]
    public async Task What_was_discarded_here_is_not_opened_by_the_source()
    {
        await _source.AcceptAsync(Samples.Event("a"), Cancel);
        await CompleteAsync(_source, "a", Samples.Delivery("op"));
        await MoveAsync();
        var row = Assert.Single(await DeliveriesOf(_target).ToListAsync(Cancel));
        Assert.True(await _target.Deliveries.DiscardAsync(row.Id, Cancel));
        var attempt = Assert.Single(await _source.LeaseAsync("canvas", 10, Lease, Cancel));
        await _source.SettleAsync(attempt, new Settlement(DeliveryState.Retrying, "later", DateTimeOffset.UtcNow, true), Cancel);

        await MoveAsync();

        Assert.Equal(DeliveryState.Dead, Assert.Single(await DeliveriesOf(_target).ToListAsync(Cancel)).State);
        Assert.Empty(await _target.LeaseAsync("canvas", 10, Lease, Cancel));
    }

    [Fact]
    public async Task Remote_ids_requests_and_accounts_move_too_and_follow_the_source_until_they_change_here()
    {
        await _source.AcceptAsync(Samples.Event("a", user: "71"), Cancel);
        await CompleteAsync(_source, "a", Samples.DeliveryOf("71"));
        var row = Assert.Single(await DeliveriesOf(_source).ToListAsync(Cancel));
        await MoveAsync();
        await MapAsync(_source, "first");
        await SettleAsync(_source, "remote-1", "PUT /1");
        await MoveAsync();
        Assert.Equal(("first", "remote-1", "PUT /1"), await OnlyAsync());

        await _source.Deliveries.MapAsync(row.Id, "second", Cancel);
        await SettleAsync(_source, null, "PUT /2");
        await MoveAsync();
        Assert.Equal(("second", "remote-1", "PUT /2"), await OnlyAsync());

        await MapAsync(_target, "third");
        await SettleAsync(_target, "remote-3", "PUT /3");
        await _source.Deliveries.MapAsync(row.Id, "fourth", Cancel);
        await MoveAsync();
        Assert.Equal(("third", "remote-3", "PUT /3"), await OnlyAsync());

        async Task<(string?, string?, string?)> OnlyAsync()
        {
            var only = Assert.Single(await DeliveriesOf(_target).ToListAsync(Cancel));
            return (only.MappedTo, only.RemoteId, only.Request);
        }

        static async Task SettleAsync(PostgreSqlStore store, string? remoteId, string request)
        {
            var delivery = Assert.Single(await store.LeaseAsync("canvas", 10, Lease, Cancel));
            Assert.True(await store.SettleAsync(
                delivery,
                new Settlement(DeliveryState.Unmatched, "nobody", DateTimeOffset.UtcNow.AddSeconds(-1), false)
                {
                    RemoteId = remoteId,
                    Request = request,
                },
                Cancel));
        }
    }

    [Fact]
    public async Task A_claimed_account_and_the_rank_move_too_and_hold_late_results_back()
    {
        await _source.AcceptAsync(Samples.Event("a", user: "71"), Cancel);
        await CompleteAsync(_source, "a", Samples.DeliveryOf("71") with { Rank = 5 });
        await MoveAsync(); // Before the account is known.
        var first = Assert.Single(await _source.LeaseAsync("canvas", 10, Lease, Cancel));
        Assert.Equal(AccountClaim.GoAhead, await _source.ClaimAsync(first, "4711", Cancel));
        await _source.SettleAsync(first, new Settlement(DeliveryState.Delivered, null, default, IsFailure: false), Cancel);
        await MoveAsync();

        var moved = Assert.Single(await DeliveriesOf(_target).ToListAsync(Cancel));
        Assert.Equal(("4711", "section", 5L), (moved.Account, moved.Section, moved.Rank));
        await _target.AcceptAsync(Samples.Event("b", user: "72"), Cancel);
        await CompleteAsync(_target, "b", Samples.DeliveryOf("72") with { Rank = 4 });
        var late = Assert.Single(await _target.LeaseAsync("canvas", 10, Lease, Cancel));
        Assert.Equal(AccountClaim.Superseded, await _target.ClaimAsync(late, "4711", Cancel));
    }

    [Fact]
    public async Task An_account_that_was_erased_on_either_side_does_not_come_back()
    {
        foreach (var user in (string[])["71", "72"])
        {
            await _source.AcceptAsync(Samples.Event(user, user), Cancel);
            await CompleteAsync(_source, user, Samples.DeliveryOf(user));
            await DeliverAsync(_source, Samples.DeliveryOf(user).Operation);
        }

        foreach (var row in await DeliveriesOf(_source).ToListAsync(Cancel))
            Assert.Equal(0, await _source.Deliveries.MapAsync(row.Id, "account", Cancel));
        await MoveAsync();
        Assert.Equal(2, Accounts());

        await _source.Retention.EraseAsync("71", Cancel);
        await _target.Retention.EraseAsync("72", Cancel);
        await MoveAsync();

        Assert.Equal(0, Accounts());

        long Accounts()
        {
            using var beside = _to.OpenBeside();
            using var count = beside.CreateCommand();
            count.CommandText = "SELECT count(*) FROM account_map";
            return (long)count.ExecuteScalar()!;
        }
    }

    [Fact]
    public async Task A_credential_follows_the_source_until_it_is_replaced_here()
    {
        await _target.Import.WriteCredentialsAsync([("canvas", "1"), ("moodle", "1")], Cancel);
        await _target.Import.WriteCredentialsAsync([("canvas", "2"), ("moodle", "2")], Cancel);
        Assert.True(await _target.Credentials.ReplaceAsync("canvas", "2", "3", Cancel));
        await _target.Import.WriteCredentialsAsync([("canvas", "4"), ("moodle", "4")], Cancel);

        Assert.Equal("3", await _target.Credentials.ReadAsync("canvas", Cancel));
        Assert.Equal("4", await _target.Credentials.ReadAsync("moodle", Cancel));
    }

    [Fact]
    public async Task Order_in_a_lane_survives_the_move()
    {
        for (var i = 0; i < 5; i++)
            await _source.AcceptAsync(Samples.Event($"id-{i}", user: "71"), Cancel);
        await MoveAsync();
        await _target.AcceptAsync(Samples.Event("id-5", user: "71"), Cancel);

        for (var i = 0; i < 6; i++)
            await CompleteAsync(_target, $"id-{i}");
    }

    /// <summary>One event of each kind.</summary>
    private async Task FillAsync()
    {
        await _source.AcceptAsync(Samples.Event("handled"), Cancel);
        await CompleteAsync(_source, "handled", Samples.Delivery("old", version: 1), Samples.Delivery("sending", version: 2));
        Assert.Single(await _source.LeaseAsync("canvas", 10, Lease, Cancel));
        foreach (var (id, state) in ((string, EventState)[])[("retrying", EventState.Retrying), ("dead", EventState.Dead), ("shape", EventState.Quarantined)])
        {
            await _source.AcceptAsync(Samples.Event(id), Cancel);
            await _source.ReleaseAsync(
                Assert.Single(await LeaseAsync(_source)), state, "reason", DateTimeOffset.UtcNow.AddHours(1), Cancel);
        }

        await _source.AcceptAsync(Samples.Event("leased", user: "71"), Cancel);
        Assert.Single(await LeaseAsync(_source));
        await _source.AcceptAsync(Samples.Event("leased", user: "71"), Cancel);
        await _source.AcceptAsync(Samples.Event("leased", user: "71", text: "conflict"), Cancel);
        await _source.AcceptAsync(Samples.Event("waits", user: "71"), Cancel);
        await _source.AcceptAsync(Samples.Event("next-1", user: "72"), Cancel);
        await _source.AcceptAsync(Samples.Event("next-2", user: "72"), Cancel);
        await _source.AcceptAsync(Samples.Event("erased", user: "73"), Cancel);
        await _source.Retention.EraseAsync("73", Cancel);
    }

    private async Task<(int Events, int Deliveries)> MoveAsync()
    {
        var (events, deliveries) = (0, 0);
        foreach (var page in (await EventsOf(_source).ToListAsync(Cancel)).Chunk(4))
            events += await _target.Import.WriteEventsAsync(page, Cancel);
        foreach (var page in (await DeliveriesOf(_source).ToListAsync(Cancel)).Chunk(4))
            deliveries += await _target.Import.WriteDeliveriesAsync(page, Cancel);
        return (events, deliveries);
    }

    /// <summary>Handles one event, and gives the others back that were due too.</summary>
    private static async Task CompleteAsync(PostgreSqlStore store, string id, params NewDelivery[] deliveries)
    {
        var leased = await LeaseAsync(store);
        Assert.Contains(leased, each => each.CallbackId == id);
        foreach (var each in leased)
        {
            Assert.True(each.CallbackId == id
                ? await store.CompleteAsync(each, deliveries, Cancel)
                : await store.ReleaseAsync(each, EventState.Retrying, "not_now", DateTimeOffset.UtcNow.AddHours(1), Cancel));
        }
    }

    private static async Task DeliverAsync(PostgreSqlStore store, string operation)
    {
        var delivery = Assert.Single(await store.LeaseAsync("canvas", 10, Lease, Cancel), each => each.Operation == operation);
        Assert.True(await store.SettleAsync(delivery, new Settlement(DeliveryState.Delivered, null, default, false), Cancel));
    }

    private static async Task MapAsync(PostgreSqlStore store, string account) =>
        Assert.NotNull(await store.Deliveries.MapAsync(Assert.Single(await DeliveriesOf(store).ToListAsync(Cancel)).Id, account, Cancel));

    private static Task<IReadOnlyList<LeasedEvent>> LeaseAsync(PostgreSqlStore store) => store.LeaseAsync(10, Lease, Cancel);

    private static IAsyncEnumerable<StoredEvent> EventsOf(PostgreSqlStore store) => store.Events.ReadAsync(EventFilter.All, Cancel);

    private static IAsyncEnumerable<StoredDelivery> DeliveriesOf(PostgreSqlStore store) =>
        store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel);
}
