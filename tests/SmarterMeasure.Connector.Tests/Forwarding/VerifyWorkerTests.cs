using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Tests.Hosting;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>The job that reads back what was delivered, and how an operator hears of it.</summary>
public sealed class VerifyWorkerTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Differences_are_counted_by_kind_and_told_in_one_warning_each_time()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 6, ("Verify:Every", "1d"));
        await UntilAsync(school, "delivered results stand");
        var counted = new ConcurrentQueue<string>();
        using var listener = Listen(counted);
        school.Canvas.Grades[("1", "LifeFactors")] = 12;
        school.Canvas.Grades.TryRemove(("2", "Math"), out _);
        school.Canvas.Grades.TryRemove(("3", "Math"), out _);

        await UntilAsync(school, "are missing", times: 2);

        Assert.InRange(school.Running.Time.GetUtcNow() - RunningConnector.Start, TimeSpan.FromDays(2), TimeSpan.MaxValue); // The third run.
        Assert.Contains(
            "Warning canvas: of 12 delivered results 1 were changed since, 2 are missing, 0 stand with another student",
            Lines(school, "are missing")[0], StringComparison.Ordinal);
        Assert.Equal(["canvas changed 1", "canvas missing 2"], counted.Distinct().Order());
    }

    [Fact]
    public async Task Nothing_is_read_back_where_it_is_not_configured()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 2);

        for (var hour = 0; hour < 72; hour++)
            await school.Running.UntilDeliveriesAsync(Once(), s_hour);

        Assert.Empty(school.Canvas.Calls);

        static Func<List<DeliverySummary>, bool> Once()
        {
            var looks = 0;
            return _ => ++looks == 2;
        }
    }

    [Theory]
    [InlineData("30m")]
    [InlineData("often")]
    public async Task It_is_not_asked_for_too_often(string every)
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(
            () => RunningConnector.StartAsync(new HandlerTable(), ("Verify:Every", every)));

        Assert.Contains("Verify:Every must be a duration from 01:00:00 to 90.00:00:00", refused.Message, StringComparison.Ordinal);
    }

    private static Task<List<DeliverySummary>> UntilAsync(VerifiedConnector school, string text, int times = 1) =>
        school.Running.UntilDeliveriesAsync(_ => Lines(school, text).Count >= times, s_hour);

    private static List<string> Lines(VerifiedConnector school, string text) =>
        [.. school.Running.Logs.All.Where(line => line.Contains(text, StringComparison.Ordinal))];

    private static MeterListener Listen(ConcurrentQueue<string> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "smartermeasure.verify.differences")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            counted.Enqueue($"{tags[0].Value} {tags[1].Value} {value}"));
        listener.Start();
        return listener;
    }
}
