using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

/// <summary>What a dry run tells of the requests that would be sent.</summary>
public sealed class DryRunTests
{
    private const string Sent = "PUT /api/v1/grades/1\nContent-Type: application/json\n\n{\"score\":61}";

    [Fact]
    public async Task A_retry_shows_the_requests_and_how_they_differ_from_those_that_were_sent()
    {
        await using var connector = await ServingConnector.StartAsync();
        await DeadAsync(connector, Sent);
        connector.School.Foresee = delivery =>
            DeliveryOutcome.Delivered with { Request = Sent.Replace("61", $"{delivery.Result.Percent + 1}", StringComparison.Ordinal) };
        var before = await connector.JsonAsync("deliveries", "show", "1");

        var foreseen = Assert.Single((await connector.JsonAsync("deliveries", "retry", "1", "--dry-run")).AsArray())!;
        var text = (await connector.RunAsync("deliveries", "retry", "1", "--dry-run")).Output;

        Assert.Equal(("queued", "delivered"), ((string)foreseen["outcome"]!, (string)foreseen["attempt"]!));
        Assert.Equal(Sent.Replace("61", "62", StringComparison.Ordinal), (string)foreseen["requests"]!);
        Assert.Equal(
            ["-{\"score\":61}", "+{\"score\":62}"], foreseen["difference"]!.AsArray().Select(line => (string)line!));
        foreach (var line in (string[])["would be delivered", "PUT /api/v1/grades/1", "-{\"score\":61}", "+{\"score\":62}"])
            Assert.Contains(text.Split('\n'), each => each.Trim() == line);
        Assert.Equal(before.ToJsonString(), (await connector.JsonAsync("deliveries", "show", "1")).ToJsonString());
        Assert.Empty(connector.School.Delivered);
    }

    [Theory]
    [InlineData(Sent, Sent, "[]", "same as sent before:")]
    [InlineData(null, Sent, null, "never sent:")]
    [InlineData(Sent, null, null, "no request would be sent")]
    public async Task A_retry_says_when_there_is_nothing_to_compare(string? sent, string? next, string? difference, string told)
    {
        await using var connector = await ServingConnector.StartAsync();
        await DeadAsync(connector, sent);
        connector.School.Foresee = _ => DeliveryOutcome.Unmatched("nobody") with { Request = next };

        var foreseen = Assert.Single((await connector.JsonAsync("deliveries", "retry", "1", "--dry-run")).AsArray())!.AsObject();
        var text = (await connector.RunAsync("deliveries", "retry", "--all", "--dry-run")).Output;

        Assert.Equal(("unmatched", "nobody", next), ((string?)foreseen["attempt"], (string?)foreseen["reason"], (string?)foreseen["requests"]));
        Assert.Equal(difference, foreseen["difference"]?.ToJsonString());
        Assert.True(foreseen.ContainsKey("difference"));
        Assert.Contains(told, text, StringComparison.Ordinal);
        Assert.Contains("would be unmatched: nobody", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Sent, "-{\"score\":61}\n+{\"score\":62}", "differs from what was sent before:")]
    [InlineData(null, null, "what was sent is not known:")]
    public async Task A_retry_of_what_was_delivered_shows_what_would_be_sent_by_now_and_stays_refused(
        string? sent, string? difference, string told)
    {
        await using var connector = await ServingConnector.StartAsync();
        connector.School.Answer = DeliveryOutcome.Delivered with { Request = sent };
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
        var next = Sent.Replace("61", "62", StringComparison.Ordinal); // The mapping has changed.
        connector.School.Foresee = _ => DeliveryOutcome.Delivered with { Request = next };

        var run = await connector.RunAsync("deliveries", "retry", "1", "--dry-run", "--json");
        var text = (await connector.RunAsync("deliveries", "retry", "--all", "--dry-run")).Output;

        var foreseen = Assert.Single(JsonNode.Parse(run.Output)!.AsArray())!;
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(("alreadyDelivered", "delivered"), ((string?)foreseen["outcome"], (string?)foreseen["attempt"]));
        Assert.Equal(next, (string?)foreseen["requests"]);
        var lines = foreseen["difference"]?.AsArray().Select(line => (string?)line);
        Assert.Equal(difference, lines is null ? null : string.Join('\n', lines));
        Assert.Contains(told, text, StringComparison.Ordinal);
        Assert.Contains("1 alreadyDelivered", text, StringComparison.Ordinal);
        Assert.Single(connector.School.Delivered);
    }

    [Fact]
    public async Task A_retry_of_what_was_delivered_shows_nothing_once_the_result_is_gone()
    {
        await using var connector = await ServingConnector.StartAsync();
        connector.School.Answer = DeliveryOutcome.Delivered with { Request = Sent };
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
        connector.School.Foresee = _ => DeliveryOutcome.Delivered with { Request = Sent };
        await connector.RunAsync("erase", "--user-id", "7001", "--yes");

        var run = await connector.RunAsync("deliveries", "retry", "1", "--dry-run", "--json");

        var row = Assert.Single(JsonNode.Parse(run.Output)!.AsArray())!.AsObject();
        Assert.Equal("alreadyDelivered", (string?)row["outcome"]);
        Assert.False(row.ContainsKey("requests"));
    }

    [Fact]
    public async Task A_destination_that_cannot_tell_or_fails_hides_no_outcome()
    {
        await using var connector = await ServingConnector.StartAsync();
        await DeadAsync(connector, Sent);

        var silent = Assert.Single((await connector.JsonAsync("deliveries", "retry", "1", "--dry-run")).AsArray())!.AsObject();
        var text = (await connector.RunAsync("deliveries", "retry", "1", "--dry-run")).Output;
        connector.School.Foresee = _ => throw new InvalidOperationException("rosa@example.org");
        var failing = Assert.Single((await connector.JsonAsync("deliveries", "retry", "1", "--dry-run")).AsArray())!;

        Assert.True(silent.ContainsKey("requests"));
        Assert.Equal(("queued", null, null), ((string?)silent["outcome"], (string?)silent["attempt"], (string?)silent["requests"]));
        Assert.Contains("cannot tell", text, StringComparison.Ordinal);
        Assert.Equal(
            ("queued", "retrying", "unexpected: System.InvalidOperationException"),
            ((string?)failing["outcome"], (string?)failing["attempt"], (string?)failing["reason"]));
        Assert.DoesNotContain("rosa", connector.Printed, StringComparison.Ordinal);
    }

    private static async Task DeadAsync(ServingConnector connector, string? request)
    {
        connector.School.Answer = DeliveryOutcome.Dead("no") with { Request = request };
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Dead }]);
    }
}
