using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

public sealed class ListingTests
{
    [Fact]
    public async Task Events_are_listed_beside_the_serving_process_with_the_members_that_scripts_rely_on()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.Created), Vendor.Json("aa01", SmarterMeasureEvents.Created), "{\"broken\":");
        await connector.UntilEventsAsync(all => all.Exists(one => one.State == EventState.Handled));

        var events = (await connector.JsonAsync("events", "list")).AsArray();

        Assert.Equal(2, events.Count);
        Assert.Equal(
            ["id", "callbackId", "event", "userId", "state", "reason", "receivedAt", "lastReceivedAt", "deliveryCount", "attempts"],
            events[0]!.AsObject().Select(member => member.Key));
        Assert.Equal(
            ("aa01", SmarterMeasureEvents.Created, "7001", "handled", 2),
            ((string)events[0]!["callbackId"]!, (string)events[0]!["event"]!, (string)events[0]!["userId"]!,
                (string)events[0]!["state"]!, (int)events[0]!["deliveryCount"]!));
        Assert.Equal(("quarantined", "truncated at $.broken, byte 10"), ((string)events[1]!["state"]!, (string)events[1]!["reason"]!));
    }

    [Fact]
    public async Task Events_are_chosen_by_state_user_event_callback_and_time()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.Created, "1"),
            Vendor.Json("aa02", SmarterMeasureEvents.Completed, "1"),
            Vendor.Json("aa03", SmarterMeasureEvents.Created, "2"),
            Vendor.Json("aa04", "assessment.archived", "2"));
        await connector.UntilEventsAsync(all => all.TrueForAll(one => one.State is EventState.Handled or EventState.Quarantined));

        Assert.Equal(["aa04"], await IdsAsync("--state", "quarantined"));
        Assert.Equal(["aa01", "aa02", "aa03", "aa04"], await IdsAsync("--state", "QUARANTINED", "--state", "handled"));
        Assert.Equal(["aa01", "aa02"], await IdsAsync("--user-id", "1"));
        Assert.Equal(["aa03"], await IdsAsync("--user-id", "2", "--event", "assessment.created"));
        Assert.Equal(["aa02"], await IdsAsync("--callback-id", "AA02"));
        Assert.Empty(await IdsAsync("--until", "2020-01-01"));
        Assert.Empty(await IdsAsync("--since", "2900-01-01T00:00:00+02:00"));
        Assert.Equal(4, (await IdsAsync("--since", "2020-01-01T00:00", "--until", "2900-01-01 00:00:00Z")).Length);
        Assert.Equal(["aa04"], (await connector.JsonAsync("quarantine", "list")).AsArray().Select(one => (string)one!["callbackId"]!));

        async Task<string[]> IdsAsync(params string[] filters) =>
            [.. (await connector.JsonAsync(["events", "list", .. filters])).AsArray().Select(one => (string)one!["callbackId"]!)];
    }

    [Fact]
    public async Task Deliveries_are_chosen_by_state_user_destination_callback_and_time()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete, "1"));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
        connector.School.Answer = DeliveryOutcome.Unmatched("nobody");
        await connector.PostAsync(Vendor.Json("aa02", SmarterMeasureEvents.SectionComplete, "2"));
        await connector.UntilDeliveriesAsync(all => all is [_, { State: DeliveryState.Unmatched }]);

        var all = await ListAsync();

        Assert.Equal(
            ["id", "callbackId", "destination", "operation", "state", "reason", "attempts"],
            all[0]!.AsObject().Select(member => member.Key));
        Assert.Equal(["aa01", "aa02"], all.Select(one => (string)one!["callbackId"]!));
        Assert.Equal("aa02", (string)Assert.Single(await ListAsync("--state", "unmatched"))!["callbackId"]!);
        Assert.Equal("aa01", (string)Assert.Single(await ListAsync("--user-id", "1"))!["callbackId"]!);
        Assert.Equal("aa01", (string)Assert.Single(await ListAsync("--callback-id", "AA01"))!["callbackId"]!);
        Assert.Equal(2, (await ListAsync("--destination", "LMS", "--since", "2020-01-01")).Count);
        Assert.Empty(await ListAsync("--destination", "other"));
        Assert.Empty(await ListAsync("--until", "2020-01-01"));

        async Task<JsonArray> ListAsync(params string[] filters) =>
            (await connector.JsonAsync(["deliveries", "list", .. filters])).AsArray();
    }

    [Fact]
    public async Task Listings_for_the_eye_have_a_head_and_no_name_address_pin_or_key()
    {
        await using var connector = await ServingConnector.StartAsync();
        Assert.Contains("None.", (await connector.RunAsync("events", "list")).Output, StringComparison.Ordinal);
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete),
            Vendor.Xml("aa02", SmarterMeasureEvents.Created),
            Vendor.Json("aa03", "assessment.archived"));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);

        var lines = (await connector.RunAsync("events", "list")).Output.Split('\n');
        foreach (var noun in new[] { "events", "quarantine", "deliveries" })
        {
            await connector.RunAsync(noun, "list");
            await connector.RunAsync(noun, "list", "--json");
        }

        await connector.RunAsync("quarantine", "replay", "--all");
        await connector.RunAsync("quarantine", "discard", "--all", "--json");
        await connector.RunAsync("deliveries", "retry", "--all");
        await connector.RunAsync("events", "replay", "--all", "--dry-run");
        await connector.RunAsync("trigger", "assessment.created", "--key-in", "query");

        Assert.StartsWith("id", lines[0], StringComparison.Ordinal);
        Assert.Contains("assessment.section-complete", lines[1], StringComparison.Ordinal);
        foreach (var canary in new[] { Vendor.Pin, Vendor.Email, Vendor.LastName, ServingConnector.Key, "an-old-canary-key" })
            Assert.DoesNotContain(canary, connector.Printed, StringComparison.OrdinalIgnoreCase);
    }
}
