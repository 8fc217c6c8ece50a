using System.Collections.Concurrent;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

/// <summary>What nodes that share a database do to each other.</summary>
public sealed class ManyNodesTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PostgreSqlDatabase _database = new();
    private PostgreSqlStore _one = null!;
    private PostgreSqlStore _other = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_one, _other) = (_database.NewStore(), _database.NewStore());
        await Task.WhenAll(_one.OpenAsync(Cancel), _other.OpenAsync(Cancel)); // Both make the tables: one of them waits.
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Of_the_same_events_at_many_nodes_each_is_new_once()
    {
        var accepts = Enumerable.Range(0, 2_000)
            .Select(i => (Key: i % 250, Store: i % 2 == 0 ? _one : _other))
            .OrderBy(each => HashCode.Combine(each.Key, each.Store))
            .Select(each => Task.Run(async () =>
                (each.Key, Outcome: await each.Store.AcceptAsync(Samples.Event($"id-{each.Key}"), Cancel))));

        var outcomes = await Task.WhenAll(accepts);

        Assert.Equal(
            Enumerable.Range(0, 250),
            outcomes.Where(each => each.Outcome == Acceptance.New).Select(each => each.Key).Order());
        var rows = await _one.Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel);
        Assert.Equal(250, rows.Count);
        Assert.All(rows, row => Assert.Equal(8, row.DeliveryCount));
    }

    [Fact]
    public async Task Of_different_bodies_under_one_id_at_many_nodes_one_is_new_and_the_others_conflict()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Task.Run(() =>
            (i % 2 == 0 ? _one : _other).AcceptAsync(Samples.Event("same", text: $"body {i % 12}"), Cancel))));

        Assert.Single(outcomes, Acceptance.New);
        Assert.Equal(9, outcomes.Count(outcome => outcome == Acceptance.Duplicate));
        var rows = await _one.Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel);
        Assert.Equal(12, rows.Count);
        Assert.All(rows, row => Assert.Equal(10, row.DeliveryCount));
    }

    [Fact]
    public async Task No_lane_is_ever_in_the_hands_of_two_nodes_and_every_event_is_handled_once_in_order()
    {
        const int Users = 12;
        const int EventsPerUser = 15;
        var (inHand, handled) = (new ConcurrentDictionary<string, string>(), new ConcurrentQueue<(string User, string Id)>());
        var accepting = Task.Run(
            async () =>
            {
                for (var i = 0; i < EventsPerUser; i++)
                {
                    await Task.WhenAll(Enumerable.Range(0, Users).Select(user => (user % 2 == 0 ? _one : _other)
                        .AcceptAsync(Samples.Event($"{user}-{i:00}", user: $"user-{user}"), Cancel)));
                }
            },
            Cancel);
        var workers = Enumerable.Range(0, 6).Select(i => Task.Run(() => WorkAsync(i % 2 == 0 ? _one : _other), Cancel)).ToList();

        await accepting.WaitAsync(Patience, Cancel);
        await Task.WhenAll(workers).WaitAsync(Patience, Cancel);

        Assert.Equal(Users * EventsPerUser, handled.Count);
        Assert.All(handled.GroupBy(each => each.User), lane =>
            Assert.Equal(lane.Select(each => each.Id).Order(StringComparer.Ordinal), lane.Select(each => each.Id)));
        Assert.Equal(0L, Count("SELECT count(*) FROM lane"));

        async Task WorkAsync(IInbox store)
        {
            while (handled.Count < Users * EventsPerUser)
            {
                foreach (var leased in await store.LeaseAsync(3, Lease, Cancel))
                {
                    Assert.True(inHand.TryAdd(leased.UserId, leased.CallbackId), "Two events of a user are under way.");
                    await Task.Yield();
                    Assert.True(inHand.TryRemove(leased.UserId, out _));
                    handled.Enqueue((leased.UserId, leased.CallbackId));
                    Assert.True(await store.CompleteAsync(leased, [], Cancel));
                }
            }
        }
    }

    [Fact]
    public async Task Results_of_one_subject_that_nodes_store_at_once_leave_only_the_newest_open()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => _one.AcceptAsync(Samples.Event($"id-{i:00}"), Cancel)));
        var leased = await _one.LeaseAsync(60, Lease, Cancel);

        Assert.All(
            await Task.WhenAll(leased.Select((each, i) => Task.Run(() =>
                (i % 2 == 0 ? _one : _other).CompleteAsync(each, [Samples.Delivery($"op-{i}", version: i)], Cancel)))),
            Assert.True);

        var rows = await _one.Deliveries.ListAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);
        Assert.Equal(60, rows.Count);
        Assert.Equal("op-59", Assert.Single(rows, row => row.State != DeliveryState.Superseded).Operation);
    }

    [Fact]
    public async Task Of_registrations_whose_account_nodes_claim_at_once_the_newest_goes_ahead_and_no_older_after_it()
    {
        const int Accounts = 12;
        const int Registrations = 8;
        await _one.AcceptAsync(Samples.Event("all"), Cancel);
        var cause = Assert.Single(await _one.LeaseAsync(1, Lease, Cancel));
        var stored = Enumerable.Range(0, Accounts * Registrations)
            .Select(i => Samples.Delivery($"{i % Accounts}:{i / Accounts}", version: i / Accounts, subject: $"subject {i}")).ToList();
        Assert.True(await _one.CompleteAsync(cause, stored, Cancel));
        var gone = new ConcurrentQueue<(string Account, int Version)>();

        var leased = await _one.LeaseAsync("canvas", stored.Count, Lease, Cancel);
        await Task.WhenAll(leased.OrderBy(each => HashCode.Combine(each.Operation))
            .Select((each, i) => Task.Run(() => ClaimAsync(i % 2 == 0 ? _one : _other, each), Cancel)));

        for (var turn = 0; turn < Registrations; turn++)
        {
            foreach (var each in await _other.LeaseAsync("canvas", stored.Count, Lease, Cancel))
                await ClaimAsync(_other, each);
        }

        Assert.All(gone.GroupBy(each => each.Account), ofAccount =>
            Assert.Equal(ofAccount.Select(each => each.Version).Order(), ofAccount.Select(each => each.Version)));
        Assert.Equal(Accounts, gone.Count(each => each.Version == Registrations - 1));
        Assert.All(
            await _one.Deliveries.ListAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel),
            row => Assert.True(row.State is DeliveryState.Delivered or DeliveryState.Superseded, $"{row.Operation} {row.State}"));

        async Task ClaimAsync(PostgreSqlStore node, Delivery delivery)
        {
            var (account, version) = (delivery.Operation.Split(':')[0], int.Parse(delivery.Operation.Split(':')[1]));
            var claim = await node.ClaimAsync(delivery, account, Cancel);
            if (claim.Result == AccountClaimResult.GoAhead)
                gone.Enqueue((account, version));
            var settlement = claim.Result switch
            {
                AccountClaimResult.GoAhead => new Settlement(DeliveryState.Delivered, null, default, IsFailure: false),
                AccountClaimResult.Superseded => new Settlement(DeliveryState.Superseded, "newer_result", default, IsFailure: false),
                _ => new Settlement(DeliveryState.Retrying, "other_registration_underway", default, IsFailure: false),
            };
            Assert.True(await node.SettleAsync(delivery, settlement, Cancel));
        }
    }

    [Fact]
    public async Task An_event_that_arrives_while_another_node_empties_its_lane_is_not_forgotten()
    {
        await _one.AcceptAsync(Samples.Event("first", user: "71"), Cancel);
        var leased = Assert.Single(await _one.LeaseAsync(1, Lease, Cancel));
        Task<Acceptance> accept;
        Task<bool> complete;
        await using (await HoldCommitsAsync("event"))
        {
            accept = _other.AcceptAsync(Samples.Event("second", user: "71"), Cancel);
            await WaitForWaitersAsync(1);
            complete = _one.CompleteAsync(leased, [], Cancel);
            await Task.WhenAny(complete, WaitForWaitersAsync(2));
        }

        Assert.Equal(Acceptance.New, await accept);
        Assert.True(await complete);
        Assert.Equal("second", Assert.Single(await _one.LeaseAsync(1, Lease, Cancel)).CallbackId);
    }

    [Fact]
    public async Task Of_two_results_of_one_subject_that_are_committed_at_once_the_older_is_superseded()
    {
        await _one.AcceptAsync(Samples.Event("a"), Cancel);
        await _one.AcceptAsync(Samples.Event("b"), Cancel);
        var leased = await _one.LeaseAsync(2, Lease, Cancel);
        Task<bool> newer;
        Task<bool> older;
        await using (await HoldCommitsAsync("delivery"))
        {
            newer = _one.CompleteAsync(leased[0], [Samples.Delivery("newer", version: 2)], Cancel);
            await WaitForWaitersAsync(1);
            older = _other.CompleteAsync(leased[1], [Samples.Delivery("older", version: 1)], Cancel);
            await WaitForWaitersAsync(2);
        }

        Assert.True(await newer);
        Assert.True(await older);
        Assert.Equal("newer", Assert.Single(await _other.LeaseAsync("canvas", 10, Lease, Cancel)).Operation);
    }

    [Fact]
    public async Task No_delivery_is_taken_by_two_nodes()
    {
        await _one.AcceptAsync(Samples.Event("a"), Cancel);
        var deliveries = Enumerable.Range(0, 100).Select(i => Samples.Delivery($"op-{i}", subject: $"{i}/section")).ToList();
        await _one.CompleteAsync(Assert.Single(await _one.LeaseAsync(1, Lease, Cancel)), deliveries, Cancel);

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            (i % 2 == 0 ? _one : _other).LeaseAsync("canvas", 10, Lease, Cancel))));
        var rest = await _one.LeaseAsync("canvas", 100, Lease, Cancel);

        var ids = taken.Append(rest).SelectMany(each => each).Select(each => each.Id).ToList();
        Assert.Equal(100, ids.Count);
        Assert.Distinct(ids);
    }

    [Fact]
    public async Task An_event_that_one_node_accepts_wakes_the_workers_of_another()
    {
        await ((IInbox)_other).WaitForWorkAsync(TimeSpan.Zero, Cancel);
        var waiting = ((IInbox)_other).WaitForWorkAsync(TimeSpan.FromHours(1), Cancel);
        Assert.False(waiting.IsCompleted);

        await _one.AcceptAsync(Samples.Event("a"), Cancel);

        await waiting.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task A_delivery_that_one_node_stores_wakes_the_workers_of_its_destination_on_another()
    {
        await _one.AcceptAsync(Samples.Event("a"), Cancel);
        var leased = Assert.Single(await _one.LeaseAsync(1, Lease, Cancel));
        await ((ILedger)_other).WaitForWorkAsync("canvas", TimeSpan.Zero, Cancel);
        var waiting = ((ILedger)_other).WaitForWorkAsync("canvas", TimeSpan.FromHours(1), Cancel);
        Assert.False(waiting.IsCompleted);

        await _one.CompleteAsync(leased, [Samples.Delivery("op")], Cancel);

        await waiting.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task Another_node_takes_over_what_a_dead_one_had_in_hand_once_its_lease_is_over()
    {
        await _one.AcceptAsync(Samples.Event("a"), Cancel);
        var lost = Assert.Single(await _one.LeaseAsync(1, TimeSpan.FromMilliseconds(200), Cancel));
        await _other.TakeOverAsync(Cancel); // Nobody knows that the holder is gone.

        var taken = await TakeAsync();

        Assert.Equal((lost.Id, 2), (taken.Id, taken.Attempt));
        Assert.False(await _one.CompleteAsync(lost, [Samples.Delivery("late")], Cancel));
        Assert.True(await _other.CompleteAsync(taken, [], Cancel));
        Assert.Empty(await _one.Deliveries.ListAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel));

        async Task<LeasedEvent> TakeAsync()
        {
            while (true)
            {
                if (await _other.LeaseAsync(1, Lease, Cancel) is [var only])
                    return only;

                await ((IInbox)_other).WaitForWorkAsync(TimeSpan.FromMilliseconds(20), Cancel);
            }
        }
    }

    /// <summary>Keeps transactions that have inserted into a table from ending, until it is disposed.</summary>
    private async Task<IAsyncDisposable> HoldCommitsAsync(string table)
    {
        var connection = _database.OpenBeside();
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION hold();
            SELECT pg_advisory_lock(42);
            """;
        await command.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    private async Task WaitForWaitersAsync(int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Patience);
        while (Count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") < count)
            await Task.Delay(2, limit.Token);
    }

    private long Count(string sql)
    {
        using var connection = _database.OpenBeside();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
