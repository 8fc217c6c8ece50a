using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

public sealed class TriggerTests
{
    [Theory]
    [InlineData(SmarterMeasureEvents.Created)]
    [InlineData(SmarterMeasureEvents.SectionStart, "--xml")]
    [InlineData(SmarterMeasureEvents.SectionComplete, "--key-in", "query")]
    [InlineData(SmarterMeasureEvents.SectionComplete, "--xml", "--key-in", "query")]
    [InlineData(SmarterMeasureEvents.Completed, "--xml", "--key-in", "header")]
    [InlineData(SmarterMeasureEvents.Stopped)]
    public async Task Every_event_is_taken_and_handled_in_both_formats_with_the_key_in_either_place(string name, params string[] options)
    {
        await using var connector = await ServingConnector.StartAsync();

        var run = await connector.RunAsync(["trigger", name, "--user-id", "7<\"7", .. options]);

        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        var one = Assert.Single(await connector.UntilEventsAsync(all => all is [{ State: EventState.Handled }]));
        Assert.Equal((name, "7<\"7", 32), (one.Event, one.UserId, one.CallbackId!.Length));
        Assert.Contains("1 x 200", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ServingConnector.Key, connector.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shuffled_storm_of_duplicates_is_stored_once_each_and_counted()
    {
        await using var connector = await ServingConnector.StartAsync();

        var report = await connector.JsonAsync(
            "trigger", SmarterMeasureEvents.SectionComplete, "--count", "20", "--duplicates", "2", "--shuffle");

        Assert.Equal((20, 60, 60), ((int)report["events"]!, (int)report["sent"]!, (int)report["answers"]!["200"]!));
        var events = await connector.UntilEventsAsync(all => all.TrueForAll(one => one.State == EventState.Handled));
        Assert.Equal((20, 60), (events.Count, events.Sum(one => one.DeliveryCount)));
        Assert.Equal(20, events.Select(one => one.UserId).Distinct().Count());
        await connector.UntilDeliveriesAsync(all => all.Count == 20 && all.TrueForAll(one => one.State == DeliveryState.Delivered));
        var body = (await connector.JsonAsync("events", "show", "1"))["body"]!;
        Assert.EndsWith("@example.test", (string)body["user"]!["email"]!, StringComparison.Ordinal);
        Assert.Equal("Synthetic", (string)body["user"]!["first_name"]!);
        Assert.Equal("true", (string)body["section"]!["completed"]!);
    }

    [Fact]
    public async Task An_answer_other_than_200_and_no_answer_end_with_1()
    {
        await using var connector = await ServingConnector.StartAsync();

        var refused = await connector.RunAsync("trigger", "assessment.created", "--url", new Uri(connector.Address, "/elsewhere").ToString(), "--json");
        var alone = await connector.RunAsync("trigger", "assessment.created", "--url", "http://user:canary@127.0.0.1:1/x?y=canary");

        Assert.Equal((1, 1), (refused.ExitCode, (int)JsonNode.Parse(refused.Output)!["answers"]!["404"]!));
        Assert.Equal(1, alone.ExitCode);
        Assert.Contains("1 x unreachable", alone.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", alone.Output + alone.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://*:{0}")]
    [InlineData("https://localhost:1;http://0.0.0.0:{0}")]
    public async Task The_address_to_listen_at_is_the_address_to_call(string urls)
    {
        await using var connector = await ServingConnector.StartAsync();
        var port = connector.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var byUrls = await connector.RunAsync("trigger", "assessment.created", "--urls", urls.Replace("{0}", port, StringComparison.Ordinal));
        var byEndpoint = await connector.RunAsync(
            "--Kestrel:Endpoints:web:Url", urls.Split(';')[^1].Replace("{0}", port, StringComparison.Ordinal), "trigger", "assessment.created");
        var unknown = await connector.RunAsync("trigger", "assessment.created", "--urls", "http://127.0.0.1:0");

        Assert.True(byUrls.ExitCode == 0, byUrls.Output + byUrls.Error);
        Assert.True(byEndpoint.ExitCode == 0, byEndpoint.Output + byEndpoint.Error);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("--url", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_shown_to_a_person_alone()
    {
        await using var connector = await ServingConnector.StartAsync();
        string[] args = ["trigger", "assessment.created", "--count", "3000"];

        var watched = await connector.RunAsync("", isWatched: true, args);
        var unwatched = await connector.RunAsync(args);

        Assert.Contains("of 3000 requests", watched.Error, StringComparison.Ordinal);
        Assert.Empty(unwatched.Error);
    }
}
