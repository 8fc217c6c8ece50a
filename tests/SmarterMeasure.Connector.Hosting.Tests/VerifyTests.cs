using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

/// <summary>The verb verify, beside a serving process on the same store.</summary>
public sealed class VerifyTests : IAsyncLifetime
{
    private const string Event = SmarterMeasureEvents.SectionComplete;

    private ServingConnector _connector = null!;
    private long[] _ids = [];

    public async ValueTask InitializeAsync()
    {
        _connector = await ServingConnector.StartAsync();
        await _connector.PostAsync([.. Enumerable.Range(1, 5).Select(i => Vendor.Json($"{i:x32}", Event, user: $"700{i}"))]);
        var rows = await _connector.UntilDeliveriesAsync(
            all => all.Count == 5 && all.TrueForAll(row => row.State == DeliveryState.Delivered));
        _ids = [.. rows.Select(row => row.Id).Order()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var canary in (string[])[Vendor.Pin, Vendor.Email, Vendor.LastName, ServingConnector.Key])
            Assert.DoesNotContain(canary, _connector.Printed, StringComparison.OrdinalIgnoreCase);
        await _connector.DisposeAsync();
    }

    [Fact]
    public async Task When_everything_stands_it_says_so_and_ends_with_0()
    {
        var run = await _connector.RunAsync("verify", "--destination", "LMS");

        Assert.Equal(
            (0, "5 results compared: 5 same, 0 changed, 0 missing, 0 with another student, 0 unknown."),
            (run.ExitCode, run.Output.Trim()));
    }

    [Fact]
    public async Task Each_difference_is_a_line_with_its_delivery_and_the_exit_code_is_1()
    {
        Plant();

        var run = await _connector.RunAsync("verify", "--destination", "lms");

        Assert.Equal(1, run.ExitCode);
        var lines = run.Output.Trim().Split('\n').Select(line => line.Trim()).ToList();
        Assert.Equal("5 results compared: 2 same, 1 changed, 1 missing, 1 with another student, 0 unknown.", lines[0]);
        Assert.Contains(lines, line => line.StartsWith($"{_ids[0]} ", StringComparison.Ordinal)
            && line.Contains("changed", StringComparison.Ordinal) && line.Contains("2026-09-02 10:00:00Z", StringComparison.Ordinal)
            && line.EndsWith("user-9", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{_ids[1]} ", StringComparison.Ordinal) && line.Contains("missing", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{_ids[2]} ", StringComparison.Ordinal) && line.Contains("otherStudent", StringComparison.Ordinal));
        Assert.Equal(5, lines.Count); // The counts, the table's head, and the three.
    }

    [Fact]
    public async Task A_script_gets_one_object()
    {
        Plant();

        var report = await ReportAsync("verify", "--destination", "lms", "--section", "lifefactors");

        Assert.Equal(
            (5, 2, 1, 1, 1, 0),
            ((int)report["compared"]!, (int)report["same"]!, (int)report["changed"]!, (int)report["missing"]!, (int)report["otherStudent"]!, (int)report["unknown"]!));
        var first = report["differences"]![0]!;
        Assert.Equal(
            (_ids[0], "LifeFactors", "changed", "user-9", false),
            ((long)first["id"]!, (string?)first["section"], (string?)first["kind"], (string?)first["changedBy"], (bool)first["isRedelivered"]!));
        Assert.Equal(new DateTimeOffset(2026, 9, 2, 10, 0, 0, TimeSpan.Zero), (DateTimeOffset)first["changedAt"]!);
        Assert.Equal(0, (int)(await ReportAsync("verify", "--destination", "lms", "--section", "math"))["compared"]!);
    }

    [Fact]
    public async Task Repair_lets_the_serving_process_deliver_again_what_is_gone()
    {
        Plant();

        var run = await _connector.RunAsync("verify", "--destination", "lms", "--repair");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2 results are delivered again.", run.Output, StringComparison.Ordinal);
        var rows = await _connector.UntilDeliveriesAsync(
            all => all.Count(row => row.Attempts == 2) == 2 && all.TrueForAll(row => row.State == DeliveryState.Delivered));
        Assert.Equal([_ids[1], _ids[2]], rows.Where(row => row.Attempts == 2).Select(row => row.Id));
        Assert.Equal(7, _connector.School.Delivered.Count);
        _connector.School.Stands = _ => Standing.Same;
        Assert.Equal(0, (await _connector.RunAsync("verify", "--destination", "lms", "--repair")).ExitCode);
    }

    [Fact]
    public async Task A_destination_that_rests_is_waited_for_and_the_operator_is_told()
    {
        _connector.School.FailingLooks = 1;

        var run = await _connector.RunAsync("verify", "--destination", "lms");

        Assert.Equal((0, "lms is left alone for 1 second: resting"), (run.ExitCode, run.Error.Trim()));
    }

    [Fact]
    public async Task A_destination_that_tells_nothing_and_one_that_is_not_there_are_named()
    {
        _connector.Settings["SmarterMeasure:Destinations:mute:Type"] = "School";
        _connector.Settings["SmarterMeasure:Destinations:mute:IsMute"] = "true";

        var mute = await _connector.RunAsync("verify", "--destination", "mute");
        var absent = await _connector.RunAsync("verify", "--destination", "moodle");

        Assert.Equal(
            (1, "mute cannot be verified: destinations of its kind do not tell what stands there."), (mute.ExitCode, mute.Error.Trim()));
        Assert.Equal((2, "There is no such destination. Configured: lms, mute."), (absent.ExitCode, absent.Error.Trim()));
        Assert.Equal(2, (await _connector.RunAsync("verify")).ExitCode);
    }

    private void Plant() => _connector.School.Stands = delivered =>
        delivered.DeliveryId == _ids[0] ? Standing.Changed("user-9", new DateTimeOffset(2026, 9, 2, 10, 0, 0, TimeSpan.Zero))
        : delivered.DeliveryId == _ids[1] ? Standing.Missing
        : delivered.DeliveryId == _ids[2] ? Standing.OtherStudent
        : Standing.Same;

    private async Task<JsonNode> ReportAsync(params string[] args) =>
        JsonNode.Parse((await _connector.RunAsync([.. args, "--json"])).Output)!;
}
