using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>The files on the disk, and who else may use them.</summary>
public sealed class DatabaseFileTests : StoreTests
{
    [Fact]
    public async Task What_was_accepted_is_in_the_files_even_if_the_process_ends_without_closing_them()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => AcceptAsync($"id-{i}")));

        await using var afterwards = new SqliteDatabase();
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(Database.Path + suffix, afterwards.Path + suffix);

        await using var store = new SqliteStore(afterwards.ConnectionString, TimeProvider.System);
        Assert.Equal(100, await CountAsync(store));
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
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database.Path + suffix));
        }
    }

    [Fact]
    public async Task A_listing_under_way_neither_stops_writes_nor_misses_what_was_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(i => AcceptAsync($"old-{i}")));
        var listed = 0;

        await foreach (var row in Store.Events.ListAsync(EventFilter.All, Cancel))
        {
            if (listed++ % 100 == 0)
                await AcceptAsync($"new-{listed}");

            if (listed == 750)
                Assert.True(CheckpointsWhole(), "The listing keeps the log from being checkpointed.");
        }

        Assert.InRange(listed, 1500, 1520);

        bool CheckpointsWhole()
        {
            using var other = Database.OpenBeside();
            return other.ReadNumber("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        }
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
}
