using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>Real disks that are full or read-only: refused while it lasts, nothing acknowledged lost, well again after.</summary>
public sealed class DiskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_is_full_loses_nothing_and_serves_again_when_there_is_room()
    {
        using var disk = TemporaryDisk.MountOrSkip(megabytes: 4);
        await using var store = Open(disk);
        await store.OpenAsync(Cancel);
        var accepted = new List<string>();
        StoreUnavailableException? full = null;
        for (var i = 0; i < 1000 && full is null; i++)
        {
            try
            {
                await store.AcceptAsync(Samples.Event($"id-{i}", user: $"{i}", bodyLength: 50_000), Cancel);
                accepted.Add($"id-{i}");
            }
            catch (StoreUnavailableException failure)
            {
                full = failure;
            }
        }

        Assert.NotNull(full);
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.NotEmpty(accepted);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => store.AcceptAsync(Samples.Event("still-full", bodyLength: 50_000), Cancel));
        Assert.Equal(accepted, await IdsAsync(store));

        disk.Remount("size=64m");

        Assert.Equal(Acceptance.New, await store.AcceptAsync(Samples.Event("after", bodyLength: 50_000), Cancel));
        Assert.Equal([.. accepted, "after"], await IdsAsync(store));
        Assert.Equal(accepted.Count, (await store.LeaseAsync(1000, TimeSpan.FromMinutes(1), Cancel)).Count(row => row.UserId != "71"));
    }

    [Fact]
    public async Task A_disk_that_is_read_only_is_refused_until_it_is_not()
    {
        using var disk = TemporaryDisk.MountOrSkip(megabytes: 4);
        disk.Remount("ro");
        await using var store = Open(disk);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(Cancel));
        Assert.Contains("cannot be used", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AcceptAsync(Samples.Event("a"), Cancel));

        disk.Remount("rw");

        Assert.Equal(Acceptance.New, await store.AcceptAsync(Samples.Event("a"), Cancel));
    }

    [Fact]
    public async Task A_database_that_lies_on_a_disk_that_became_read_only_is_refused_and_keeps_what_it_has()
    {
        using var disk = TemporaryDisk.MountOrSkip(megabytes: 4);
        await using (var before = Open(disk))
            await before.AcceptAsync(Samples.Event("before"), Cancel);
        disk.Remount("ro");
        await using var store = Open(disk);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AcceptAsync(Samples.Event("a"), Cancel));

        disk.Remount("rw");
        Assert.Equal(Acceptance.New, await store.AcceptAsync(Samples.Event("a"), Cancel));
        Assert.Equal(["before", "a"], await IdsAsync(store));
    }

    private static SqliteStore Open(TemporaryDisk disk) =>
        new($"Data Source={Path.Combine(disk.Path, "inbox.db")}", TimeProvider.System);

    private static ValueTask<List<string>> IdsAsync(SqliteStore store) =>
        store.Events.ListAsync(EventFilter.All, Cancel).Select(row => row.CallbackId!).ToListAsync(Cancel);
}
