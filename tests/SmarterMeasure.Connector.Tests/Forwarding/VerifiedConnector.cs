using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;
using SmarterMeasure.Connector.Tests.Hosting;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>A running connector that has delivered results to a gradebook.</summary>
internal sealed class VerifiedConnector : IAsyncDisposable
{
    private const string Event = SmarterMeasureEvents.SectionComplete;

    private VerifiedConnector(RunningConnector running, GradebookDestination canvas) => (Running, Canvas) = (running, canvas);

    public RunningConnector Running { get; }

    public GradebookDestination Canvas { get; }

    /// <summary>Starts one, and delivers for each student a result in life factors and one in mathematics.</summary>
    public static async Task<VerifiedConnector> StartAsync(int students, params (string Key, string Value)[] settings)
    {
        var canvas = new GradebookDestination();
        var handlers = new HandlerTable().On(Event, (context, pushes, _) =>
        {
            foreach (var section in (string[])[SectionCodes.LifeFactors, SectionCodes.Math])
                pushes.Add(Push.ToAll(new SectionResult
                {
                    Student = new StudentRef { UserId = context.UserId },
                    Section = section,
                    ScoredAt = context.ReceivedAt,
                    Percent = 70,
                }));
            return Task.CompletedTask;
        });
        var running = await RunningConnector.StartAsync(handlers, [canvas], [("Destinations:Canvas:Type", "Gradebook"), .. settings]);
        for (var student = 1; student <= students; student++)
            await running.AcceptAsync(Event, user: $"{student}");
        await running.UntilDeliveriesAsync(
            all => all.Count == 2 * students && all.TrueForAll(row => row.State == DeliveryState.Delivered));
        return new VerifiedConnector(running, canvas);
    }

    /// <summary>Verifies, while virtual time passes.</summary>
    public async Task<VerifyReport> VerifyAsync(
        bool repairs = false, string? section = null, VerifyWatch? watch = null, CancellationTokenSource? kill = null)
    {
        var run = new VerifyRun(
            Running.Service<ILedgerOperations>(), Running.Service<ISharedValues>(), Running.Service<SettingsSource>(), Running.Time)
        {
            PageSize = 8,
        };
        var report = run.RunAsync(new VerifyRun.Order("canvas", section, repairs), Canvas, watch ?? new VerifyWatch(),
            kill?.Token ?? TestContext.Current.CancellationToken);
        while (!report.IsCompleted)
        {
            Running.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(report, Task.Delay(2, TestContext.Current.CancellationToken));
        }

        return await report;
    }

    /// <summary>The delivery of a student's result.</summary>
    public async Task<long> IdOfAsync(string user, string section) =>
        (await Running.StoredDeliveriesAsync()).Single(row => row.Result!.Student.UserId == user && row.Result.Section == section).Id;

    public ValueTask DisposeAsync() => Running.DisposeAsync();
}
