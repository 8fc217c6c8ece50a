using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>What the store says while its database cannot be used, and that it works again by itself.</summary>
public sealed class FaultTests : StoreTests
{
    [Fact]
    public async Task A_database_that_stays_locked_is_unavailable_and_usable_once_it_is_free()
    {
        var received = Samples.Event("first");
        using (var other = Database.OpenBeside())
        {
            other.Execute("BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.AcceptAsync(received, Cancel));
        }

        Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
        Assert.Equal(Acceptance.New, await AcceptAsync("first"));
    }

    [Fact]
    public async Task A_full_disk_fails_the_group_and_nothing_after_it()
    {
        var ready = new ReadyWork(TimeProvider.System);
        await using var writer = new GroupCommit(new DatabaseFile(Database.ConnectionString), ready, TimeProvider.System);
        var pages = await writer.RunAsync(session => ReadNumber(session, "PRAGMA page_count"), Cancel);
        await writer.RunAsync(session => ReadNumber(session, $"PRAGMA max_page_count = {pages + 2}"), Cancel);
        var tooLarge = Samples.Event("large", bodyLength: 100_000);

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => writer.RunAsync(
            session => session.Events.Accept(tooLarge, EventKey.Of("key")), Cancel, owned: tooLarge.Body));

        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => tooLarge.Body.Span.Length);
        var again = Samples.Event("large", bodyLength: 100_000);
        Assert.Equal(Acceptance.New, await writer.RunAsync(
            session => session.Events.Accept(again, EventKey.Of("key")), Cancel, owned: again.Body));
    }

    [Fact]
    public async Task A_database_file_that_is_removed_is_noticed_and_made_anew()
    {
        await AcceptAsync("a");
        File.Delete(Database.Path);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AcceptAsync("b"));

        Assert.Equal(Acceptance.New, await AcceptAsync("b"));
        await using var next = new SqliteStore(Database.ConnectionString, TimeProvider.System);
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
            newer.Execute("PRAGMA user_version = 99");

        await using var store = new SqliteStore(database.ConnectionString, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(Cancel));

        Assert.Contains("schema version 99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupt_file_is_unavailable_and_serves_again_when_it_is_restored()
    {
        await using var database = new SqliteDatabase();
        await using (var before = database.NewStore())
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => before.AcceptAsync(Samples.Event($"id-{i}"), Cancel)));
        var sound = await File.ReadAllBytesAsync(database.Path, Cancel);
        Overwrite([.. sound[..4096], .. Enumerable.Repeat((byte)0xA5, sound.Length - 4096)]);
        await using var store = database.NewStore();

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AcceptAsync(Samples.Event("new"), Cancel));
        Assert.Contains("malformed", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel));

        Overwrite(sound);
        Assert.Equal(Acceptance.New, await store.AcceptAsync(Samples.Event("new"), Cancel));
        Assert.Equal(201, await CountAsync(store));

        void Overwrite(byte[] bytes)
        {
            using var file = new FileStream(database.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Write(bytes);
        }
    }

    [Fact]
    public async Task A_slow_commit_is_waited_for_and_listings_go_on_beside_it()
    {
        await AcceptAsync("before");
        using var other = Database.OpenBeside();
        other.Execute("BEGIN IMMEDIATE");
        var slow = AcceptAsync("slow");
        await WaitUntilWriterIsBusyAsync();

        Assert.Equal(1, await Store.Events.ListAsync(EventFilter.All, Cancel).CountAsync(Cancel));
        Assert.False(slow.IsCompleted);

        other.Execute("COMMIT");
        Assert.Equal(Acceptance.New, await slow);
    }

    private static long ReadNumber(WriteSession session, string pragma)
    {
        using var row = session.Prepare(pragma).Start();
        row.Step();
        return row.Integer(0);
    }
}
