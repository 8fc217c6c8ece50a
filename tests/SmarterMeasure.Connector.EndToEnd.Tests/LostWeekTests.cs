using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.EndToEnd.Tests;

/// <summary>The lost week with fewer students; <c>bash tests/bench lostweek 5000</c> runs it in full.</summary>
public class LostWeekTests
{
    [Fact]
    public async Task After_seven_days_without_the_receiver_the_LMS_stands_as_if_nothing_had_happened()
    {
        await using var store = TestStore.Sqlite();
        var ordeal = new LostWeekOrdeal(await PublishedBinary.TestHost.PathAsync(), store.Settings, seed: 20261128);

        var report = await ordeal.RunAsync(students: 300, progress: null, TestContext.Current.CancellationToken);

        Assert.Empty(report.Details);
        Assert.Equal((3, 0, 0), (report.Kills, report.Differences, report.Violations));
        Assert.True(report.Recovered > 300 * 7 && report.Grades > 300 * 6, $"Only {report.Recovered} results and {report.Grades} cells.");
    }
}
