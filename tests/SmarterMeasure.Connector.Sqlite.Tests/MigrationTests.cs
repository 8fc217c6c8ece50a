using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>Files of earlier versions of the program go on serving, with everything in them.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly SqliteDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        using var old = _database.OpenBeside();
        old.Execute(Version1.Schema);
        old.Execute(Version1.Rows);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Everything_in_a_file_of_version_1_is_there_after_the_migration()
    {
        await using var store = _database.NewStore();
        var eventsBefore = await store.Events.ReadAsync(EventFilter.All, Cancel).Select(Text).ToListAsync(Cancel);
        var deliveriesBefore = await store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);
        Assert.Equal(1, ReadVersion());

        await store.OpenAsync(Cancel);

        Assert.Equal(2, ReadVersion());
        Assert.Equal(
            Enum.GetValues<EventState>().Order(),
            await store.Events.ListAsync(EventFilter.All, Cancel).Select(row => row.State).Distinct().Order().ToListAsync(Cancel));
        Assert.Equal(
            Enum.GetValues<DeliveryState>().Order(),
            deliveriesBefore.Select(row => row.State).Order());
        Assert.Equal(eventsBefore, await store.Events.ReadAsync(EventFilter.All, Cancel).Select(Text).ToListAsync(Cancel));
        Assert.Equal(deliveriesBefore, await store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel));

        static string Text(StoredEvent row) =>
            $"{row.Id} {row.DedupKey} {row.CallbackId} {row.Event} {row.UserId} {row.Format} {Convert.ToHexString(row.BodyHash)} "
            + $"{row.OccurredAt} {row.ReceivedAt} {row.LastReceivedAt} {row.DeliveryCount} {row.State} {row.Reason} "
            + $"{row.Attempts} {row.Excused} {row.DueAt} {Encoding.UTF8.GetString(row.Body!.Value.Span)}";
    }

    [Fact]
    public async Task A_migrated_file_works_by_the_rules_of_this_version()
    {
        await using var store = _database.NewStore();
        await store.OpenAsync(Cancel);

        // Lanes: 71's first to arrive is within the slack of the oldest; 72's leased event goes first as long as it is.
        var leased = await store.LeaseAsync(10, Lease, Cancel);
        Assert.Equal(["a", "c"], leased.Select(row => row.CallbackId).Order());
        Assert.All(leased, row => Assert.Equal($"body {row.Id}", Encoding.UTF8.GetString(row.Body.Span)));
        foreach (var row in leased)
            Assert.True(await store.CompleteAsync(row, [], Cancel));
        Assert.Equal(["b", "d"], (await store.LeaseAsync(10, Lease, Cancel)).Select(row => row.CallbackId).Order());

        Assert.Equal(
            ["op1", "op2", "op4", "op5"],
            (await store.LeaseAsync("canvas", 10, Lease, Cancel)).Select(row => row.Operation).Order());
        Assert.Equal(ReplayOutcome.Queued, await store.Events.ReplayAsync(
            7, new Envelope { CallbackId = "g", Event = "e", UserId = "74" }, Cancel));
        Assert.Equal(7, (await store.Retention.EraseAsync("73", Cancel)).Deliveries);
    }

    [Fact]
    public async Task Processes_that_open_an_old_file_at_once_migrate_it_once()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => _database.NewStore()).ToList();

        await Task.WhenAll(stores.Select(store => store.OpenAsync(Cancel)));

        Assert.Equal(2, ReadVersion());
        var taken = await Task.WhenAll(stores.Select(store => store.LeaseAsync(10, Lease, Cancel)));
        Assert.Equal(["a", "c"], taken.SelectMany(leased => leased).Select(row => row.CallbackId).Order());
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task A_migration_that_is_cut_off_leaves_the_file_as_it_was()
    {
        using (var old = _database.OpenBeside())
            old.Execute("CREATE TABLE delivery_event (in_the_way)"); // The migration's last index has this name.
        await using var store = _database.NewStore();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(Cancel));
        Assert.Equal(1, ReadVersion());

        using (var old = _database.OpenBeside())
            old.Execute("DROP TABLE delivery_event");
        await store.OpenAsync(Cancel);
        Assert.Equal(2, ReadVersion());
    }

    private long ReadVersion()
    {
        using var beside = _database.OpenBeside();
        return beside.ReadNumber("PRAGMA user_version");
    }
}
