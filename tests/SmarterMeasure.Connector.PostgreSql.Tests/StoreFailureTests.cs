using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

/// <summary>What is PostgreSQL's own: commits, locks, connections, and what happens when they fail.</summary>
public sealed class StoreFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PostgreSqlDatabase _database = new();
    private PostgreSqlStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = _database.NewStore();
        await _store.OpenAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Accepts_that_wait_together_share_commits()
    {
        await AcceptAsync("first");
        var before = _store.Commits;
        Task<Acceptance>[] accepts;
        await using (await LockAsync("event"))
            accepts = [.. Enumerable.Range(0, 500).Select(i => AcceptAsync($"id-{i}"))];

        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(Acceptance.New, outcome));
        Assert.InRange(_store.Commits - before, 2, 4);
    }

    [Fact]
    public async Task An_event_that_cannot_be_stored_does_not_harm_those_that_share_its_commit()
    {
        await AcceptAsync("first");
        var broken = Samples.Event("disposed");
        broken.Body.Dispose();
        Task<Acceptance>[] sound;
        Task<Acceptance>[] failing;
        await using (await LockAsync("event"))
        {
            var busy = AcceptAsync("busy");
            await WaitUntilTakenAsync();
            sound = [busy, AcceptAsync("a"), AcceptAsync("b")];
            failing = [AcceptAsync("id with \0"), _store.AcceptAsync(broken, Cancel)];
            sound = [.. sound, AcceptAsync("c")];
        }

        Assert.All(await Task.WhenAll(sound), outcome => Assert.Equal(Acceptance.New, outcome));
        foreach (var accept in failing)
        {
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => accept);
            Assert.DoesNotContain("id with", failure.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(5, await CountAsync(_store));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_while_the_write_is_under_way_does_not_undo_it()
    {
        using var budget = new CancellationTokenSource();
        var received = Samples.Event("slow");
        await using (await LockAsync("event"))
        {
            var accept = _store.AcceptAsync(received, budget.Token);
            await WaitUntilTakenAsync();
            await budget.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
        }

        Assert.Equal(Acceptance.Duplicate, await AcceptAsync("slow"));
        Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_in_the_queue_is_dropped()
    {
        using var budget = new CancellationTokenSource();
        var received = Samples.Event("dropped");
        await using (await LockAsync("event"))
        {
            var before = AcceptAsync("before");
            await WaitUntilTakenAsync();
            var accept = _store.AcceptAsync(received, budget.Token);
            await budget.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
            Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
        }

        Assert.Equal(Acceptance.New, await AcceptAsync("dropped"));
    }

    [Fact]
    public async Task A_statement_that_hangs_ends_with_its_time_or_with_its_caller_and_the_store_works_on()
    {
        await AcceptAsync("a");
        await using var impatient = new PostgreSqlStore(
            _database.ConnectionString + ";Command Timeout=1", TimeProvider.System);
        await impatient.OpenAsync(Cancel);
        using var stop = new CancellationTokenSource();
        await using (await LockAsync("lane"))
        {
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => impatient.LeaseAsync(1, Lease, Cancel));
            Assert.Contains("in time", failure.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => impatient.AcceptAsync(Samples.Event("b"), Cancel));

            var lease = _store.LeaseAsync(1, Lease, stop.Token);
            await WaitUntilAsync(() => Number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0);
            var clock = Stopwatch.StartNew();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lease);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }

        Assert.Equal(Acceptance.New, await impatient.AcceptAsync(Samples.Event("b"), Cancel));
        Assert.Equal(2, (await _store.LeaseAsync(5, Lease, Cancel)).Count);
    }

    [Fact]
    public async Task Connections_that_are_cut_come_back_and_signals_with_them()
    {
        await AcceptAsync("a");
        await _store.LeaseAsync(5, Lease, Cancel);
        await ((IInbox)_store).WaitForWorkAsync(TimeSpan.Zero, Cancel);
        Number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            + "WHERE datname = current_database() AND pid <> pg_backend_pid()");

        await UntilItWorksAsync(() => AcceptAsync("b"));
        await UntilItWorksAsync(() => _store.LeaseAsync(1, Lease, Cancel));

        // Only the other store can wake this one here.
        await WaitUntilAsync(() => Number("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'") == 1);
        await ((IInbox)_store).WaitForWorkAsync(TimeSpan.Zero, Cancel);
        await using var other = _database.NewStore();
        var woken = WokenAsync();
        await other.AcceptAsync(Samples.Event("c"), Cancel);
        await woken.WaitAsync(Patience, Cancel);

        async Task WokenAsync()
        {
            // Being there again wakes too, once: what counts is that the event can be taken afterwards.
            while ((await _store.LeaseAsync(5, Lease, Cancel)).All(leased => leased.CallbackId != "c"))
                await ((IInbox)_store).WaitForWorkAsync(TimeSpan.FromHours(1), Cancel);
        }
    }

    [Fact]
    public async Task A_server_that_crashes_amid_accepts_loses_none_that_were_acknowledged()
    {
        await using var cluster = await Cluster.StartAsync(isDurable: true);
        await using var database = new PostgreSqlDatabase(cluster);
        await using var store = database.NewStore();
        await store.OpenAsync(Cancel);
        var (acknowledged, refused, stop) = (new ConcurrentBag<string>(), 0, false);
        var clients = Enumerable.Range(0, 16).Select(client => Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref stop); i++)
            {
                try
                {
                    await store.AcceptAsync(Samples.Event($"{client}-{i}"), Cancel);
                    acknowledged.Add($"{client}-{i}");
                }
                catch (StoreUnavailableException)
                {
                    Interlocked.Increment(ref refused);
                    await Task.Delay(5, Cancel);
                }
            }
        })).ToList();

        for (var crash = 0; crash < 2; crash++)
        {
            var before = acknowledged.Count;
            await WaitUntilAsync(() => acknowledged.Count > before + 500);
            await cluster.KillAsync();
            var refusedBefore = Volatile.Read(ref refused);
            await WaitUntilAsync(() => Volatile.Read(ref refused) > refusedBefore);
            await cluster.StartAgainAsync();
        }

        var afterwards = acknowledged.Count;
        await WaitUntilAsync(() => acknowledged.Count > afterwards + 500);
        Volatile.Write(ref stop, true);
        await Task.WhenAll(clients);

        var stored = await store.Events.ListAsync(EventFilter.All, Cancel).Select(row => row.CallbackId!).ToListAsync(Cancel);
        Assert.Distinct(stored);
        Assert.Empty(acknowledged.Except(stored));
        Assert.Equal(16, (await store.LeaseAsync(16, Lease, Cancel)).Count);
    }

    [Fact]
    public async Task A_disk_that_is_full_refuses_and_is_used_again_when_it_has_room()
    {
        // No disk is filled for this: a trigger says what a full one would say.
        using var beside = _database.OpenBeside();
        Execute(beside, """
            CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'could not extend file for %', NEW USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER full_disk BEFORE INSERT ON event_body FOR EACH ROW EXECUTE FUNCTION full_disk();
            """);
        var received = Samples.Event("a", text: "a secret body");

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.AcceptAsync(received, Cancel));

        Assert.Equal("The database cannot be used: its disk is full (SQLSTATE 53100).", failure.Message);
        Assert.DoesNotContain("extend", failure.ToString(), StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
        Execute(beside, "DROP TRIGGER full_disk ON event_body");
        Assert.Equal(Acceptance.New, await AcceptAsync("a"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable_and_its_password_is_not_told()
    {
        await using var store = new PostgreSqlStore(
            "Host=127.0.0.1;Port=1;Username=u;Password=s3cr3t-canary;Database=d", TimeProvider.System);

        var failures = new[]
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(Cancel)),
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AcceptAsync(Samples.Event("a"), Cancel)),
            await Assert.ThrowsAsync<StoreUnavailableException>(
                () => store.Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel).AsTask()),
        };

        Assert.All(failures, failure =>
        {
            Assert.Contains("ConnectionRefused", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("Data Source=smartermeasure.db")]
    [InlineData("Database=connector;Password=s3cr3t-canary")]
    [InlineData("Host=db;Port=many;Password=s3cr3t-canary")]
    [InlineData("Host=db;Search Path=a,b")]
    [InlineData("Host=db;Search Path=\"Quoted\"")]
    public void A_connection_string_that_cannot_be_used_is_refused_and_not_quoted(string connectionString)
    {
        var refused = Assert.Throws<ConfigurationException>(
            () => new PostgreSqlStore(connectionString, TimeProvider.System));

        Assert.Contains("SmarterMeasure:Inbox:ConnectionString", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_makes_no_tables()
    {
        await using var database = new PostgreSqlDatabase();
        await using var store = database.NewStore();

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => store.Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel).AsTask());

        using var beside = database.OpenBeside();
        Assert.Equal(0L, Number(beside, "SELECT count(*) FROM pg_namespace WHERE nspname = 'smartermeasure'"));
    }

    [Fact]
    public async Task Tables_of_a_newer_program_are_refused_and_say_so()
    {
        Number("WITH newer AS (INSERT INTO schema_version VALUES (99) RETURNING 1) SELECT count(*) FROM newer");
        await using var store = _database.NewStore();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(Cancel));

        Assert.Contains("schema version 99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_commit_waits_for_the_disk_even_if_the_role_would_not()
    {
        using var beside = _database.OpenBeside();
        Execute(beside, $"ALTER DATABASE {beside.Database} SET synchronous_commit = off");
        await using var server = new DatabaseServer(_database.ConnectionString);
        await using var connection = await server.OpenForAcceptingAsync(Cancel);
        await using var command = new NpgsqlCommand("SHOW synchronous_commit", connection);

        Assert.Equal("on", await command.ExecuteScalarAsync(Cancel));
    }

    [Theory]
    [InlineData("", 10)]
    [InlineData(";Command Timeout=30", 30)]
    public async Task A_statement_has_ten_seconds_unless_the_connection_string_says_otherwise(string setting, int seconds)
    {
        await using var server = new DatabaseServer(_database.ConnectionString + setting);
        await using var connection = await server.OpenAsync(Cancel);

        Assert.Equal(seconds, connection.CommandTimeout);
    }

    [Fact]
    public async Task Disposal_finishes_what_is_queued_and_refuses_what_comes_after()
    {
        var accepts = Enumerable.Range(0, 600).Select(i => AcceptAsync($"id-{i}")).ToList();

        await _store.DisposeAsync();

        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(Acceptance.New, outcome));
        var late = Samples.Event("late");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.AcceptAsync(late, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.LeaseAsync(1, Lease, Cancel));
        Assert.Throws<ObjectDisposedException>(() => late.Body.Span.Length);
    }

    private Task<Acceptance> AcceptAsync(string id) => _store.AcceptAsync(Samples.Event(id), Cancel);

    private static async Task<int> CountAsync(PostgreSqlStore store) =>
        await store.Events.ListAsync(EventFilter.All, Cancel).CountAsync(Cancel);

    /// <summary>Holds a table as somebody else until it is disposed.</summary>
    private async Task<IAsyncDisposable> LockAsync(string table)
    {
        var connection = _database.OpenBeside();
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    /// <summary>Returns when the writer has taken what was queued: it then waits for the lock that the test holds.</summary>
    private Task WaitUntilTakenAsync() => WaitUntilAsync(() => _store.Queued == 0);

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Patience);
        while (!condition())
            await Task.Delay(2, limit.Token);
    }

    private static async Task UntilItWorksAsync(Func<Task> attempt)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                await attempt();
                return;
            }
            catch (StoreUnavailableException) when (i < 20)
            {
                // The next one has another connection.
            }
        }
    }

    private long Number(string sql)
    {
        using var connection = _database.OpenBeside();
        return Number(connection, sql);
    }

    private static long Number(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
