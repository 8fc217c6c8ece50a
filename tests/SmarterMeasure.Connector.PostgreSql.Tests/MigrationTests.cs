using Npgsql;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

/// <summary>Tables of an earlier version of the program go on serving, with everything in them.</summary>
public sealed class MigrationTests : IAsyncDisposable
{
    // What versions 2 to 4 have added, taken away again.
    private const string BackToVersion1 = """
        ALTER TABLE delivery DROP COLUMN remote_id, DROP COLUMN request, DROP COLUMN rank, DROP COLUMN section, DROP COLUMN account;
        ALTER TABLE event DROP COLUMN section;
        DROP TABLE account_map, credential, cursor, erased;
        DELETE FROM schema_version WHERE version > 1;
        """;

    private readonly PostgreSqlDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Tables_of_version_1_are_brought_up_to_date_by_one_of_the_nodes_and_lose_nothing()
    {
        await using (var old = _database.NewStore())
        {
            await old.OpenAsync(Cancel);
            await old.AcceptAsync(Samples.Event("a", user: "71"), Cancel);
            await old.CompleteAsync(
                Assert.Single(await old.LeaseAsync(1, TimeSpan.FromMinutes(1), Cancel)), [Samples.DeliveryOf("71")], Cancel);
        }

        await Execute(BackToVersion1);
        var nodes = Enumerable.Range(0, 3).Select(_ => _database.NewStore()).ToList();
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => nodes[0].Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel).AsTask());

        await Task.WhenAll(nodes.Select(node => node.OpenAsync(Cancel)));

        var row = Assert.Single(await nodes[0].Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel));
        Assert.Equal((Samples.DeliveryOf("71").Operation, null, null, null), (row.Operation, row.RemoteId, row.Request, row.MappedTo));
        Assert.Equal((row.Version.ToUnixTimeMilliseconds(), null), (row.Rank, row.Account));
        Assert.Equal(0, await nodes[1].Deliveries.MapAsync(row.Id, "4711", Cancel));
        Assert.Equal(
            "4711", Assert.Single(await nodes[2].LeaseAsync("canvas", 10, TimeSpan.FromMinutes(1), Cancel)).MappedTo);
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    private async Task Execute(string sql)
    {
        await using var beside = _database.OpenBeside();
        await using var command = new NpgsqlCommand(sql, beside);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
