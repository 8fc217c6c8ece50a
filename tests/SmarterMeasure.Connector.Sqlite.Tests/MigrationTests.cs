using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>Files of earlier versions of the program go on serving, with everything in them.</summary>
public sealed class MigrationTests : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly SqliteDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Everything_in_an_old_file_can_be_read_and_is_there_after_the_migration(int version)
    {
        MakeFile(version);
        await using var store = _database.NewStore();
        var eventsBefore = await store.Events.ReadAsync(EventFilter.All, Cancel).Select(Text).ToListAsync(Cancel);
        var deliveriesBefore = await store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);
        Assert.Null(await store.Credentials.ReadAsync("canvas", Cancel));
        Assert.Equal(version, ReadVersion());

        await store.OpenAsync(Cancel);

        Assert.Equal(6, ReadVersion());
        Assert.Equal(
            Enum.GetValues<EventState>().Order(),
            await store.Events.ListAsync(EventFilter.All, Cancel).Select(row => row.State).Distinct().Order().ToListAsync(Cancel));
        Assert.Equal(
            Enum.GetValues<DeliveryState>().Except([DeliveryState.Shadowed, DeliveryState.Blocked]).Order(), // No program of then wrote those.
            deliveriesBefore.Select(row => row.State).Distinct().Order());
        Assert.Equal(eventsBefore, await store.Events.ReadAsync(EventFilter.All, Cancel).Select(Text).ToListAsync(Cancel));
        Assert.Equal(deliveriesBefore, await store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel));

        static string Text(StoredEvent row) =>
            $"{row.Id} {row.DedupKey} {row.CallbackId} {row.Event} {row.UserId} {row.Format} {Convert.ToHexString(row.BodyHash)} "
            + $"{row.OccurredAt} {row.ReceivedAt} {row.LastReceivedAt} {row.DeliveryCount} {row.State} {row.Reason} "
            + $"{row.Attempts} {row.Excused} {row.DueAt} {Encoding.UTF8.GetString(row.Body!.Value.Span)}";
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_migrated_file_works_by_the_rules_of_this_version(int version)
    {
        MakeFile(version);
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

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Old_results_rank_by_their_version_and_hold_their_accounts_once_those_are_known(int version)
    {
        MakeFile(version);
        await using var store = _database.NewStore();
        var rows = await store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);
        Assert.All(rows, row => Assert.Equal((row.Version.ToUnixTimeMilliseconds(), null), (row.Rank, row.Account)));

        await store.OpenAsync(Cancel);

        foreach (var delivery in await store.LeaseAsync("canvas", 10, Lease, Cancel))
            Assert.Equal(AccountClaimResult.GoAhead, (await store.ClaimAsync(delivery, $"of {delivery.Operation}", Cancel)).Result);
        Assert.Equal(4, await store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).CountAsync(row => row.Account is not null, Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task What_an_older_program_has_received_is_known_and_no_id_is_used_twice(int version)
    {
        MakeFile(version);
        using (var old = _database.OpenBeside())
            old.Execute("UPDATE sqlite_sequence SET seq = 99 WHERE name = 'event'"); // 9 to 99 were there, and were purged.
        await using var store = _database.NewStore();

        Assert.Equal(Acceptance.Conflict, await store.AcceptAsync(Samples.Event("E", name: "e"), Cancel));
        Assert.Equal(Acceptance.New, await store.AcceptAsync(Samples.Event("z", name: "e"), Cancel));

        Assert.Equal(
            [100L, 101L],
            await store.Events.ListAsync(EventFilter.All, Cancel).Select(row => row.Id).Where(id => id > 8).Order().ToListAsync(Cancel));
    }

    [Fact]
    public async Task The_students_of_old_deliveries_can_be_mapped()
    {
        MakeFile(2);
        await using var store = _database.NewStore();

        Assert.Equal(1, await store.Deliveries.MapAsync(5, "4711", Cancel));
        Assert.Equal(0, await store.Deliveries.MapAsync(8, "4712", Cancel));
        Assert.Null(await store.Deliveries.MapAsync(9, "4713", Cancel));

        Assert.Equal(
            ["4711", "4711", "4711", "4711", "4711", "4711", "4711", "4712", null],
            await store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).Select(row => row.MappedTo).ToListAsync(Cancel));
        Assert.All(await store.LeaseAsync("canvas", 10, Lease, Cancel), row => Assert.Equal("4711", row.MappedTo));
    }

    [Fact]
    public async Task A_reader_of_an_old_file_goes_on_when_it_is_migrated_meanwhile()
    {
        MakeFile(2);
        using (var old = _database.OpenBeside())
        {
            old.Execute("""
                WITH RECURSIVE number (n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM number WHERE n < 1600)
                INSERT INTO delivery (id, event_id, callback_id, destination, operation, subject, version, payload, state,
                    created_at, updated_at)
                SELECT n, 5, 'E', 'canvas', n, n, 1, '{"student":{"userId":"75"},"section":"s"}', 'delivered', 1, 1 FROM number
                """);
        }

        await using var store = _database.NewStore();
        await using var reader = store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await reader.MoveNextAsync());

        await store.Deliveries.MapAsync(1600, "4711", Cancel);

        var read = 1;
        for (; await reader.MoveNextAsync(); read++)
            Assert.Equal("canvas", reader.Current.Destination);
        Assert.Equal(1510, read);
    }

    [Fact]
    public async Task Processes_that_open_an_old_file_at_once_migrate_it_once()
    {
        MakeFile(1);
        var stores = Enumerable.Range(0, 4).Select(_ => _database.NewStore()).ToList();

        await Task.WhenAll(stores.Select(store => store.OpenAsync(Cancel)));

        Assert.Equal(6, ReadVersion());
        var taken = await Task.WhenAll(stores.Select(store => store.LeaseAsync(10, Lease, Cancel)));
        Assert.Equal(["a", "c"], taken.SelectMany(leased => leased).Select(row => row.CallbackId).Order());
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task A_migration_that_is_cut_off_leaves_the_file_as_it_was()
    {
        MakeFile(1);
        using (var old = _database.OpenBeside())
            old.Execute("CREATE TABLE key_change (in_the_way)"); // The migration's last table has this name.
        await using var store = _database.NewStore();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(Cancel));
        Assert.Equal(1, ReadVersion());

        using (var old = _database.OpenBeside())
            old.Execute("DROP TABLE key_change");
        await store.OpenAsync(Cancel);
        Assert.Equal(6, ReadVersion());
    }

    private void MakeFile(int version)
    {
        using var old = _database.OpenBeside();
        old.Execute(version switch { 1 => Version1.Schema, 2 => Version2.Schema, 3 => Version3.Schema, _ => Version4.Schema });
        old.Execute(version switch { 1 => Version1.Rows, 2 => Version2.Rows, 3 => Version3.Rows, _ => Version4.Rows });
        if (version < 5)
            return;

        EventKey.AddFunction(old.Handle!);
        old.Execute(Version5.Changes);
    }

    private long ReadVersion()
    {
        using var beside = _database.OpenBeside();
        return beside.ReadNumber("PRAGMA user_version");
    }
}
