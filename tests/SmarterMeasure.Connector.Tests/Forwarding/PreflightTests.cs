using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Tests.Hosting;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>A look at the destination before the first write, and what it holds back.</summary>
public class PreflightTests
{
    private const string Event = SmarterMeasureEvents.SectionComplete;
    private const string Remedy = "Set the grade type to Point.";
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly ScriptedDestination _canvas = new();

    [Fact]
    public async Task Results_of_an_unfit_item_wait_and_go_out_by_themselves_when_it_is_mended()
    {
        var isUnfit = true;
        _canvas.Preflight = () => isUnfit
            ? PreflightReport.Of(PreflightItem.Unfit("LifeFactors", "assignment 7", "graded_by_scale", Remedy))
            : PreflightReport.Of(PreflightItem.Fit("LifeFactors", "assignment 7"));
        await using var connector = await StartAsync(SectionCodes.LifeFactors, SectionCodes.Math);
        await connector.AcceptAsync(Event, user: "7001");

        var rows = await connector.UntilDeliveriesAsync(all => all is [_, { State: DeliveryState.Delivered }]
            && all[0].State == DeliveryState.Blocked);
        Assert.Equal($"target_unfit: graded_by_scale: {Remedy}", rows[0].Reason);
        Assert.Equal("Math", Assert.Single(_canvas.Sent).Result.Section);

        isUnfit = false;
        await connector.UntilDeliveriesAsync(all => all.TrueForAll(one => one.State == DeliveryState.Delivered), s_minute);
        Assert.Equal(2, _canvas.Sent.Count);
    }

    [Fact]
    public async Task What_is_wrong_with_the_destination_as_a_whole_holds_back_every_section()
    {
        _canvas.Preflight = () => PreflightReport.Of(PreflightItem.Unfit(null, "the token", "rights_missing", "Give the role."));
        await using var connector = await StartAsync(SectionCodes.LifeFactors, SectionCodes.Math);
        await connector.AcceptAsync(Event, user: "7001");

        await connector.UntilDeliveriesAsync(all => all.Count == 2 && all.TrueForAll(one => one.State == DeliveryState.Blocked));
        Assert.Empty(_canvas.Sent);
    }

    [Fact]
    public async Task Nothing_is_written_before_somebody_could_look()
    {
        var isDown = true;
        _canvas.Preflight = () => isDown ? PreflightReport.Failed(DeliveryOutcome.Retry("canvas_503")) : PreflightReport.Nothing;
        await using var connector = await StartAsync(SectionCodes.LifeFactors);
        await connector.AcceptAsync(Event, user: "7001");
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Retrying, Reason: "canvas_503" }]);
        Assert.Empty(_canvas.Sent);

        isDown = false;
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
    }

    [Fact]
    public async Task What_was_found_before_holds_while_nobody_can_look_again()
    {
        var isDown = false;
        _canvas.Preflight = () => isDown ? throw new InvalidOperationException("c4n4ry") : PreflightReport.Nothing;
        await using var connector = await StartAsync(SectionCodes.LifeFactors);
        await connector.AcceptAsync(Event, user: "7001");
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);

        isDown = true;
        var looks = _canvas.Preflights;
        await connector.UntilDeliveriesAsync(_ => _canvas.Preflights > looks, s_minute);
        await connector.AcceptAsync(Event, user: "7002");

        await connector.UntilDeliveriesAsync(all => all.Count == 2 && all.TrueForAll(one => one.State == DeliveryState.Delivered));
        Assert.DoesNotContain(connector.Logs.All, line => line.Contains("c4n4ry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_says_once_that_an_item_is_unfit_and_once_that_it_is_mended()
    {
        var isUnfit = true;
        _canvas.Preflight = () => isUnfit
            ? PreflightReport.Of(PreflightItem.Unfit("LifeFactors", "assignment 7", "graded_by_scale", Remedy))
            : PreflightReport.Nothing;
        await using var connector = await StartAsync(SectionCodes.LifeFactors);
        await connector.UntilDeliveriesAsync(_ => _canvas.Preflights >= 4, s_minute);
        isUnfit = false;
        await connector.UntilDeliveriesAsync(_ => Lines("no longer unfit") == 1, s_minute);

        Assert.Equal(1, Lines(Remedy));

        int Lines(string text) => connector.Logs.All.Count(line => line.Contains(text, StringComparison.Ordinal));
    }

    private Task<RunningConnector> StartAsync(params string[] sections) => RunningConnector.StartAsync(
        new HandlerTable().On(Event, (context, pushes, _) =>
        {
            foreach (var section in sections)
                pushes.Add(Push.ToAll(Result(context.UserId, section)));
            return Task.CompletedTask;
        }),
        [_canvas], [("Destinations:Canvas:Type", "scripted")]);

    private static SectionResult Result(string user, string section) => new()
    {
        Student = new StudentRef { UserId = user, InternalId = $"S{user}" },
        Section = section,
        ScoredAt = new DateTimeOffset(2026, 8, 31, 12, 0, 0, TimeSpan.Zero),
        Readiness = "fail",
        Percent = 63m,
    };
}
