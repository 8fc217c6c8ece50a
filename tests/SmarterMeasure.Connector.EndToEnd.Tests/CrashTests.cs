using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.EndToEnd.Tests;

/// <summary>The crash test at a count for every day; <c>bash tests/bench crash 1000</c> runs it in full.</summary>
public class CrashTests
{
    private const int Kills = 25;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_by_kills_at_random_points_on_SQLite()
    {
        await using var store = TestStore.Sqlite();
        await AssertOutlivesKillsAsync(store);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_by_kills_at_random_points_on_PostgreSQL()
    {
        await using var store = await TestStore.StartPostgreSqlAsync();
        await AssertOutlivesKillsAsync(store);
    }

    [Fact]
    public async Task A_storm_of_shuffled_repetitions_runs_each_handler_once()
    {
        var ordeal = new StormOrdeal(await PublishedBinary.TestHost.PathAsync(), store: new Dictionary<string, string>(), seed: 7);

        var report = await ordeal.RunAsync(events: 300, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(
            new StormReport(300, 300 * StormOrdeal.VendorRepetitions, Rows: 300, HandlerRuns: 300, 300 * StormOrdeal.VendorRepetitions, Refused: 0),
            report);
    }

    private static async Task AssertOutlivesKillsAsync(TestStore store)
    {
        var ordeal = new CrashOrdeal(await PublishedBinary.TestHost.PathAsync(), store.Settings, seed: 20261124);

        var report = await ordeal.RunAsync(Kills, progress: null, TestContext.Current.CancellationToken);

        Assert.Empty(report.Details);
        Assert.Equal((Kills, 0, 0), (report.Kills, report.Lost, report.Doubled));
        Assert.True(report.Acked > 10 * Kills, $"Only {report.Acked} events were acknowledged: that is no load.");
    }
}
