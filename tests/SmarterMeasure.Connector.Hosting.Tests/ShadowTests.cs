using Microsoft.Extensions.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

/// <summary>How an operator takes a destination from the shadow to the light.</summary>
public sealed class ShadowTests
{
    private const string Shadow = "SmarterMeasure:Destinations:lms:Shadow";

    [Fact]
    public async Task What_is_in_shadow_is_listed_and_shown_with_the_requests_and_not_discarded()
    {
        await using var connector = await ServeInShadowAsync();
        connector.School.Foresee = _ => DeliveryOutcome.Unmatched("nobody");
        await connector.PostAsync(Vendor.Json("aa02", SmarterMeasureEvents.SectionComplete, "2"));
        await connector.UntilDeliveriesAsync(all => all is [_, { State: DeliveryState.Unmatched }]);

        var listed = await connector.JsonAsync("deliveries", "list", "--state", "shadowed", "--destination", "lms");
        var shown = await connector.JsonAsync("deliveries", "show", "1");
        var text = (await connector.RunAsync("deliveries", "show", "1")).Output;
        var discarded = await connector.RunAsync("deliveries", "discard", "1");

        Assert.Equal((1, "shadowed", null), ((int)listed[0]!["id"]!, (string?)listed[0]!["state"], (string?)listed[0]!["reason"]));
        Assert.Single(listed.AsArray());
        Assert.Equal(("shadowed", "PUT /61"), ((string?)shown["state"], (string?)shown["request"]));
        Assert.Contains("in shadow, not sent\n  PUT /61", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("last sent", text, StringComparison.Ordinal);
        Assert.Equal(1, discarded.ExitCode);
        Assert.Contains("notAllowed", discarded.Output, StringComparison.Ordinal);
        Assert.Empty(connector.School.Delivered);
    }

    [Fact]
    public async Task A_dry_run_shows_how_the_requests_differ_from_those_in_shadow_and_whether_they_would_be_sent()
    {
        await using var connector = await ServeInShadowAsync();
        connector.School.Foresee = delivery => DeliveryOutcome.Delivered with { Request = $"PUT /{delivery.Result.Percent + 1}" };
        string[] retry = ["deliveries", "retry", "--state", "shadowed", "--destination", "lms", "--dry-run"];

        var still = Assert.Single((await connector.JsonAsync(retry)).AsArray())!;
        connector.Settings[Shadow] = "false";
        var foreseen = Assert.Single((await connector.JsonAsync(retry)).AsArray())!;
        var text = (await connector.RunAsync(retry)).Output;

        Assert.Equal(("queued", "shadowed"), ((string?)still["outcome"], (string?)still["attempt"]));
        Assert.Equal(
            ("queued", "delivered", "PUT /62"),
            ((string?)foreseen["outcome"], (string?)foreseen["attempt"], (string?)foreseen["requests"]));
        Assert.Equal(["-PUT /61", "+PUT /62"], foreseen["difference"]!.AsArray().Select(line => (string)line!));
        Assert.Contains("differs from what was written down in shadow:", text, StringComparison.Ordinal);
        connector.School.Foresee = _ => DeliveryOutcome.Delivered with { Request = "PUT /61" };
        Assert.Contains("same as written down in shadow:", (await connector.RunAsync(retry)).Output, StringComparison.Ordinal);
        Assert.Empty(connector.School.Delivered);
    }

    [Fact]
    public async Task Going_live_sends_what_was_in_shadow()
    {
        await using var connector = await ServeInShadowAsync();
        var configuration = (IConfigurationRoot)connector.Service<IConfiguration>();
        configuration[Shadow] = "false";
        configuration.Reload();

        var queued = await connector.JsonAsync("deliveries", "retry", "--state", "shadowed", "--destination", "lms");

        Assert.Equal("queued", (string?)Assert.Single(queued.AsArray())!["outcome"]);
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered, Attempts: 2 }]);
        Assert.Equal(61, Assert.Single(connector.School.Delivered).Result.Percent);
    }

    // With one delivery that is in shadow.
    private static async Task<ServingConnector> ServeInShadowAsync()
    {
        var connector = new ServingConnector();
        connector.Settings[Shadow] = "true";
        connector.School.Foresee = delivery => DeliveryOutcome.Delivered with { Request = $"PUT /{delivery.Result.Percent}" };
        await connector.ServeAsync();
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Shadowed }]);
        return connector;
    }
}
