using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>What is SQLite's own: the file, its locks, its commits, and what happens when they fail.</summary>
public sealed class SqliteStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly SqliteDatabase _database = new();
    private SqliteStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = new SqliteStore(_database.ConnectionString, TimeProvider.System);
        await _store.OpenAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_was_accepted_is_in_the_files_even_if_the_process_ends_without_closing_them()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => AcceptAsync($"id-{i}")));

        await using var afterwards = new SqliteDatabase();
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(_database.Path + suffix, afterwards.Path + suffix);

        await using var store = new SqliteStore(afterwards.ConnectionString, TimeProvider.System);
        Assert.Equal(100, await CountAsync(store));
    }

    [Fact]
    public async Task What_a_process_that_is_gone_had_in_hand_is_taken_over_at_once()
    {
        await AcceptAsync("id-1");
        var gone = new SqliteStore(_database.ConnectionString, TimeProvider.System);
        await gone.TakeOverAsync(Cancel);
        Assert.Single(await gone.LeaseAsync(1, Lease, Cancel));
        await gone.DisposeAsync();

        await _store.TakeOverAsync(Cancel);

        Assert.Equal(2, Assert.Single(await _store.LeaseAsync(1, Lease, Cancel)).Attempt);
    }

    [Fact]
    public async Task What_another_serving_process_has_in_hand_is_left_to_it()
    {
        await AcceptAsync("id-1");
        await using var alive = new SqliteStore(_database.ConnectionString, TimeProvider.System);
        await alive.TakeOverAsync(Cancel);
        var leased = Assert.Single(await alive.LeaseAsync(1, Lease, Cancel));

        await _store.TakeOverAsync(Cancel);

        Assert.Empty(await _store.LeaseAsync(1, Lease, Cancel));
        Assert.True(await alive.CompleteAsync(leased, [], Cancel));
    }

    [Fact]
    public async Task A_process_that_outlives_the_first_one_keeps_what_it_has_in_hand()
    {
        await AcceptAsync("id-1");
        var first = new SqliteStore(_database.ConnectionString, TimeProvider.System);
        await first.TakeOverAsync(Cancel);
        await using var second = new SqliteStore(_database.ConnectionString, TimeProvider.System);
        await second.TakeOverAsync(Cancel);
        Assert.Single(await second.LeaseAsync(1, Lease, Cancel));
        await first.DisposeAsync();

        await _store.TakeOverAsync(Cancel);

        Assert.Empty(await _store.LeaseAsync(1, Lease, Cancel));
    }

    [Fact]
    public async Task A_listing_of_a_file_that_is_not_there_says_so_and_makes_none()
    {
        await using var nowhere = new SqliteDatabase();
        await using var store = new SqliteStore(nowhere.ConnectionString, TimeProvider.System);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel));

        Assert.Contains(nowhere.Path, fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(nowhere.Path));
    }

    [Fact]
    public async Task Events_that_come_together_share_commits()
    {
        var before = _store.Commits;
        Task<Acceptance>[] accepts;
        using (var other = _database.OpenBeside())
        {
            Execute(other, "BEGIN IMMEDIATE");
            accepts = [.. Enumerable.Range(0, 500).Select(i => AcceptAsync($"id-{i}"))];
            Assert.DoesNotContain(accepts, accept => accept.IsCompleted);
            Execute(other, "COMMIT");
        }

        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(Acceptance.New, outcome));
        Assert.InRange(_store.Commits - before, 2, 4);
    }

    [Fact]
    public async Task An_operation_that_fails_does_not_harm_those_that_share_its_commit()
    {
        var broken = Samples.Event("broken");
        broken.Body.Dispose();
        Task<Acceptance> failing;
        Task<Acceptance>[] sound;
        using (var other = _database.OpenBeside())
        {
            Execute(other, "BEGIN IMMEDIATE");
            sound = [AcceptAsync("a"), AcceptAsync("b")];
            failing = _store.AcceptAsync(broken, Cancel);
            sound = [.. sound, AcceptAsync("c")];
            Execute(other, "COMMIT");
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => failing);
        await Task.WhenAll(sound);
        Assert.Equal(3, await CountAsync(_store));
    }

    [Fact]
    public async Task A_database_that_stays_locked_is_unavailable_and_usable_once_it_is_free()
    {
        var received = Samples.Event("first");
        using (var other = _database.OpenBeside())
        {
            Execute(other, "BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.AcceptAsync(received, Cancel));
        }

        Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
        Assert.Equal(Acceptance.New, await AcceptAsync("first"));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_while_the_write_is_under_way_does_not_undo_it()
    {
        using var budget = new CancellationTokenSource();
        var received = Samples.Event("slow");
        using (var other = _database.OpenBeside())
        {
            Execute(other, "BEGIN IMMEDIATE");
            var accept = _store.AcceptAsync(received, budget.Token);
            await WaitUntilWriterIsBusyAsync();
            await budget.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
            Execute(other, "COMMIT");
        }

        Assert.Equal(Acceptance.Duplicate, await AcceptAsync("slow"));
        Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_in_the_queue_is_dropped()
    {
        using var budget = new CancellationTokenSource();
        var received = Samples.Event("dropped");
        using (var other = _database.OpenBeside())
        {
            Execute(other, "BEGIN IMMEDIATE");
            var before = AcceptAsync("before");
            await WaitUntilWriterIsBusyAsync();
            var accept = _store.AcceptAsync(received, budget.Token);
            await budget.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
            Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
            Execute(other, "COMMIT");
            await before;
        }

        Assert.Equal(Acceptance.New, await AcceptAsync("dropped"));
    }

    [Fact]
    public async Task A_caller_that_finds_the_queue_full_waits_until_its_time_is_up()
    {
        using var budget = new CancellationTokenSource();
        var last = Samples.Event("last");
        using (var other = _database.OpenBeside())
        {
            Execute(other, "BEGIN IMMEDIATE");
            var first = AcceptAsync("first");
            await WaitUntilWriterIsBusyAsync();
            var queued = Enumerable.Range(0, 1100).Select(i => AcceptAsync($"id-{i}")).ToList();
            var accept = _store.AcceptAsync(last, budget.Token);
            await budget.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
            Execute(other, "COMMIT");
            await Task.WhenAll([first, .. queued]);
        }

        Assert.Throws<ObjectDisposedException>(() => last.Body.Span.Length);
        Assert.Equal(Acceptance.New, await AcceptAsync("last"));
    }

    [Fact]
    public async Task A_lease_that_is_cancelled_while_it_is_taken_still_reaches_its_caller()
    {
        await AcceptAsync("a");
        using var stop = new CancellationTokenSource();
        Task<IReadOnlyList<LeasedEvent>> lease;
        using (var other = _database.OpenBeside())
        {
            Execute(other, "BEGIN IMMEDIATE");
            lease = _store.LeaseAsync(1, Lease, stop.Token);
            await WaitUntilWriterIsBusyAsync();
            await stop.CancelAsync();
            Execute(other, "COMMIT");
        }

        Assert.Single(await lease);
    }

    [Fact]
    public async Task A_full_disk_fails_the_group_and_nothing_after_it()
    {
        var ready = new ReadyWork(TimeProvider.System);
        await using var writer = new GroupCommit(new DatabaseFile(_database.ConnectionString), ready, TimeProvider.System);
        var pages = await writer.RunAsync(session => ReadNumber(session, "PRAGMA page_count"), Cancel);
        await writer.RunAsync(session => ReadNumber(session, $"PRAGMA max_page_count = {pages + 2}"), Cancel);
        var tooLarge = Samples.Event("large", bodyLength: 100_000);

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => writer.RunAsync(
            session => session.Events.Accept(tooLarge, "key"), Cancel, owned: tooLarge.Body));

        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => tooLarge.Body.Span.Length);
        var again = Samples.Event("large", bodyLength: 100_000);
        Assert.Equal(Acceptance.New, await writer.RunAsync(
            session => session.Events.Accept(again, "key"), Cancel, owned: again.Body));
    }

    [Fact]
    public async Task A_database_file_that_is_removed_is_noticed_and_made_anew()
    {
        await AcceptAsync("a");
        File.Delete(_database.Path);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AcceptAsync("b"));

        Assert.Equal(Acceptance.New, await AcceptAsync("b"));
        await using var next = new SqliteStore(_database.ConnectionString, TimeProvider.System);
        Assert.Equal(1, await CountAsync(next));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_unavailable_and_left_alone()
    {
        await using var database = new SqliteDatabase();
        var text = new string('x', 10_000);
        await File.WriteAllTextAsync(database.Path, text, Cancel);
        await using var store = new SqliteStore(database.ConnectionString, TimeProvider.System);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(Cancel));

        Assert.Equal(text, await File.ReadAllTextAsync(database.Path, Cancel));
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_refused_and_says_so()
    {
        await using var database = new SqliteDatabase();
        using (var newer = database.OpenBeside())
            Execute(newer, "PRAGMA user_version = 99");

        await using var store = new SqliteStore(database.ConnectionString, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(Cancel));

        Assert.Contains("schema version 99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_can_make_the_file_at_once()
    {
        await using var database = new SqliteDatabase();
        var stores = Enumerable.Range(0, 4)
            .Select(_ => new SqliteStore(database.ConnectionString, TimeProvider.System)).ToList();

        await Task.WhenAll(stores.Select(store => store.OpenAsync(Cancel)));

        var outcomes = await Task.WhenAll(stores.Select(store => store.AcceptAsync(Samples.Event("same"), Cancel)));
        Assert.Single(outcomes, Acceptance.New);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_files()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await AcceptAsync("a");

        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_database.Path + suffix));
        }
    }

    [Fact]
    public async Task A_listing_under_way_neither_stops_writes_nor_misses_what_was_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(i => AcceptAsync($"old-{i}")));
        var listed = 0;

        await foreach (var row in _store.Events.ListAsync(EventFilter.All, Cancel))
        {
            if (listed++ % 100 == 0)
                await AcceptAsync($"new-{listed}");

            if (listed == 750)
                Assert.True(CheckpointsWhole(), "The listing keeps the log from being checkpointed.");
        }

        Assert.InRange(listed, 1500, 1520);

        bool CheckpointsWhole()
        {
            using var other = _database.OpenBeside();
            using var command = other.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            return Convert.ToInt64(command.ExecuteScalar(), null) == 0;
        }
    }

    [Fact]
    public async Task Disposal_finishes_what_is_queued_and_leaves_one_file()
    {
        var accepts = Enumerable.Range(0, 600).Select(i => AcceptAsync($"id-{i}")).ToList();

        await _store.DisposeAsync();

        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(Acceptance.New, outcome));
        Assert.False(File.Exists(_database.Path + "-wal"));
        var late = Samples.Event("late");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.AcceptAsync(late, Cancel));
        Assert.Throws<ObjectDisposedException>(() => late.Body.Span.Length);
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x.db;Mode=Memory")]
    [InlineData("Mode=ReadWrite")]
    [InlineData("Host=localhost;Database=inbox")]
    public void A_connection_string_that_names_no_file_is_refused(string connectionString)
    {
        var refused = Assert.Throws<ConfigurationException>(
            () => new SqliteStore(connectionString, TimeProvider.System));

        Assert.Contains("SmarterMeasure:Inbox:ConnectionString", refused.Message, StringComparison.Ordinal);
    }

    private Task<Acceptance> AcceptAsync(string id) => _store.AcceptAsync(Samples.Event(id, user: id), Cancel);

    private static async Task<int> CountAsync(SqliteStore store)
    {
        await store.OpenAsync(Cancel);
        return await store.Events.ListAsync(EventFilter.All, Cancel).CountAsync(Cancel);
    }

    /// <summary>Returns when the writer has taken what was queued: it then waits for the lock that the test holds.</summary>
    private async Task WaitUntilWriterIsBusyAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (_store.Queued > 0)
            await Task.Delay(1, limit.Token);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long ReadNumber(WriteSession session, string pragma)
    {
        using var row = session.Prepare(pragma).Start();
        row.Step();
        return row.Integer(0);
    }
}
