using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

public sealed class ExportAndEraseTests
{
    [Fact]
    public async Task An_export_has_every_event_and_delivery_with_names_but_without_secrets()
    {
        await using var connector = await ServeTwoStudentsAsync();

        var run = await connector.RunAsync("export");

        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["event", "event", "event", "delivery"], lines.Select(line => (string)line["type"]!));
        Assert.Contains(Vendor.LastName, run.Output, StringComparison.Ordinal);
        Assert.Contains("3 events, 1 delivery", run.Error, StringComparison.Ordinal);
        foreach (var secret in new[] { Vendor.Pin, ServingConnector.Key })
            Assert.DoesNotContain(secret, run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_export_of_one_student_or_since_a_time_has_nothing_else()
    {
        await using var connector = await ServeTwoStudentsAsync();

        var one = await connector.RunAsync("export", "--user-id", "1", "--json");
        var other = await connector.RunAsync("export", "--user-id", "2", "--json");
        var later = await connector.RunAsync("export", "--since", "2900-01-01");

        Assert.Equal((3, 1), (Lines(one.Output), Lines(other.Output)));
        Assert.DoesNotContain("aa03", one.Output, StringComparison.Ordinal);
        Assert.Equal(("", ""), (later.Output, one.Error));

        static int Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    [Fact]
    public async Task An_exported_file_is_for_its_owner_only_whole_and_never_overwrites()
    {
        await using var connector = await ServeTwoStudentsAsync();
        var path = Path.Combine(connector.Folder, "export.ndjson");

        var report = await connector.JsonAsync("export", "--output", path);
        var again = await connector.RunAsync("export", "--output", path);
        var nowhere = await connector.RunAsync("export", "--output", Path.Combine(connector.Folder, "no", "such"));

        Assert.Equal((3, 1), ((int)report["events"]!, (int)report["deliveries"]!));
        Assert.Equal(4, (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Length);
        Assert.False(File.Exists(path + ".partial"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal((1, 1), (again.ExitCode, nowhere.ExitCode));
        Assert.Contains("already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_asks_first_and_does_nothing_without_a_yes()
    {
        await using var connector = await ServeTwoStudentsAsync();

        var no = await connector.RunAsync("no\n", false, "erase", "--user-id", "1");
        var silence = await connector.RunAsync("erase", "--user-id", "1", "--json");

        Assert.Equal((1, 1), (no.ExitCode, silence.ExitCode));
        Assert.Contains("registration 1?", no.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await connector.JsonAsync("events", "list", "--user-id", "1")).AsArray().Count);
    }

    [Fact]
    public async Task One_student_is_erased_and_the_others_stay()
    {
        await using var connector = await ServeTwoStudentsAsync();

        var yes = await connector.RunAsync("yes\n", false, "erase", "--user-id", "1");
        var again = await connector.RunAsync("erase", "--user-id", "1", "--yes");
        var counts = await connector.JsonAsync("erase", "--user-id", "2", "--yes");

        Assert.True(yes.ExitCode == 0, yes.Error);
        Assert.Contains("2 events, 1 delivery", yes.Output, StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("nothing of this registration", again.Output, StringComparison.Ordinal);
        Assert.Equal((1, 0), ((int)counts["events"]!, (int)counts["deliveries"]!));
        var left = await connector.RunAsync("export");
        Assert.DoesNotContain(Vendor.LastName, left.Output, StringComparison.Ordinal);
        Assert.Contains("erased", (await connector.RunAsync("events", "show", "1")).Output, StringComparison.Ordinal);
        var replay = await connector.RunAsync("events", "replay", "1", "--json");
        Assert.Equal((1, "erased"), (replay.ExitCode, (string)JsonNode.Parse(replay.Output)![0]!["outcome"]!));
    }

    private static async Task<ServingConnector> ServeTwoStudentsAsync()
    {
        var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete, "1"),
            Vendor.Xml("aa02", SmarterMeasureEvents.Completed, "1"),
            Vendor.Json("aa03", SmarterMeasureEvents.Created, "2"));
        await connector.UntilEventsAsync(all => all.Count == 3 && all.TrueForAll(one => one.State == EventState.Handled));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
        return connector;
    }
}
