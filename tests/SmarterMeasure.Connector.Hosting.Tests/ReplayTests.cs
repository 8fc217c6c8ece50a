using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

public sealed class ReplayTests
{
    [Fact]
    public async Task A_dead_event_that_is_replayed_reaches_the_handler_of_the_serving_process()
    {
        await using var connector = await ServingConnector.StartAsync();
        connector.School.HandlersFail = true;
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.Created));
        await connector.UntilEventsAsync(all => all is [{ State: EventState.Dead }]);
        connector.School.HandlersFail = false;

        var done = (await connector.JsonAsync("events", "replay", "1")).AsArray();

        Assert.Equal((1, "aa01", "queued"), Of(Assert.Single(done)!));
        await connector.UntilEventsAsync(all => all is [{ State: EventState.Handled }]);
        Assert.Equal("aa01", Assert.Single(connector.School.Handled).CallbackId);
    }

    [Fact]
    public async Task A_dry_run_foretells_what_the_replay_does_and_changes_nothing()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(
            Vendor.Json("aa01", "assessment.archived"), // 1: known by the time of the replay
            "{\"callback_id\":", // 2: for ever unreadable
            Vendor.Json("aa03", "assessment.archived"), // 3: taken by 4
            Vendor.Json("aa05", "assessment.deleted")); // 4: unknown for ever
        connector.School.LearnEvent("assessment.archived");
        await connector.PostAsync(Vendor.Json("aa03", "assessment.archived")); // 5: takes the place of 3
        var before = await connector.UntilEventsAsync(all => all is [_, _, _, _, { State: EventState.Handled }]);

        var foretold = (await connector.RunAsync("quarantine", "replay", "--all", "--dry-run", "--json")).Output;
        var text = await connector.RunAsync("quarantine", "replay", "--all", "--dry-run");
        var after = await connector.UntilEventsAsync(_ => true);
        var done = (await connector.JsonAsync("quarantine", "replay", "--all")).ToJsonString();

        Assert.Equal(before, after);
        Assert.Equal(JsonNode.Parse(done)!.AsArray().Select(one => Of(one!)), JsonNode.Parse(foretold)!.AsArray().Select(one => Of(one!)));
        Assert.Equal(
            [(1, "aa01", "queued"), (2, null, "unfit"), (3, "aa03", "alreadyReceived"), (4, "aa05", "unfit")],
            JsonNode.Parse(done)!.AsArray().Select(one => Of(one!)));
        Assert.Contains("byte 15", foretold, StringComparison.Ordinal);
        Assert.Contains("unknown_event", foretold, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", text.Output, StringComparison.Ordinal);
        var end = await connector.UntilEventsAsync(all => all[0].State == EventState.Handled);
        Assert.Equal(
            [EventState.Handled, EventState.Quarantined, EventState.Quarantined, EventState.Quarantined, EventState.Handled],
            end.Select(one => one.State));
    }

    [Fact]
    public async Task What_was_asked_for_by_its_id_and_cannot_be_done_ends_with_1_but_a_range_does_not()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync("{", Vendor.Json("aa02", SmarterMeasureEvents.Created));
        await connector.UntilEventsAsync(all => all is [_, { State: EventState.Handled }]);

        var unfit = await connector.RunAsync("events", "replay", "1", "--json");
        var foreseen = await connector.RunAsync("events", "replay", "1", "--dry-run");
        var unknown = await connector.RunAsync("events", "replay", "aa02", "ff99", "77", "--json");
        var notInQuarantine = await connector.RunAsync("quarantine", "replay", "2");
        var range = await connector.RunAsync("events", "replay", "--state", "quarantined");

        Assert.Equal((1, 1, 1, 1, 0), (unfit.ExitCode, foreseen.ExitCode, unknown.ExitCode, notInQuarantine.ExitCode, range.ExitCode));
        Assert.Equal(
            [(2, "aa02", "queued"), (null, "ff99", "unknown"), (77, null, "unknown")],
            JsonNode.Parse(unknown.Output)!.AsArray().Select(one => Of(one!)));
        Assert.Contains("1 unfit", range.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_of_handled_events_is_handled_again_and_others_are_not()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.Created, "1"),
            Vendor.Xml("aa02", SmarterMeasureEvents.Completed, "1"),
            Vendor.Json("aa03", SmarterMeasureEvents.Created, "2"));
        await connector.UntilEventsAsync(all => all.Count == 3 && all.TrueForAll(one => one.State == EventState.Handled));

        await connector.JsonAsync("events", "replay", "--user-id", "1", "--since", "2020-01-01");

        await connector.UntilEventsAsync(all => all.TrueForAll(one => one.State == EventState.Handled) && all[1].Attempts == 2);
        Assert.Equal(
            ["aa01", "aa01", "aa02", "aa02", "aa03"],
            connector.School.Handled.Select(context => context.CallbackId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Quarantined_events_can_be_given_up_and_still_be_replayed()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(Vendor.Json("aa01", "assessment.archived"), Vendor.Json("aa02", SmarterMeasureEvents.Created));
        await connector.UntilEventsAsync(all => all is [_, { State: EventState.Handled }]);

        var foreseen = await connector.JsonAsync("quarantine", "discard", "--all", "--dry-run");
        Assert.Equal(EventState.Quarantined, (await connector.UntilEventsAsync(_ => true))[0].State);
        var done = await connector.JsonAsync("quarantine", "discard", "--all");
        var again = await connector.RunAsync("quarantine", "discard", "1");

        Assert.Equal(foreseen.ToJsonString(), done.ToJsonString());
        Assert.Equal((1, "aa01", "discarded"), Of(Assert.Single(done.AsArray())!));
        Assert.Equal(1, again.ExitCode);
        var given = await connector.UntilEventsAsync(_ => true);
        Assert.Equal((EventState.Dead, "discarded", EventState.Handled), (given[0].State, given[0].Reason, given[1].State));
        connector.School.LearnEvent("assessment.archived");
        await connector.JsonAsync("events", "replay", "aa01");
        await connector.UntilEventsAsync(all => all[0].State == EventState.Handled);
    }

    [Fact]
    public async Task Deliveries_are_retried_and_given_up_as_foretold()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete, "1"));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
        connector.School.Answer = DeliveryOutcome.Unmatched("nobody");
        await connector.PostAsync(Vendor.Json("aa02", SmarterMeasureEvents.SectionComplete, "2"));
        await connector.UntilDeliveriesAsync(all => all is [_, { State: DeliveryState.Unmatched }]);
        connector.School.Answer = DeliveryOutcome.Dead("no");
        await connector.PostAsync(Vendor.Json("aa03", SmarterMeasureEvents.SectionComplete, "3"));
        await connector.UntilDeliveriesAsync(all => all is [_, _, { State: DeliveryState.Dead }]);

        var giveUp = await connector.JsonAsync("deliveries", "discard", "--state", "unmatched", "--dry-run");
        Assert.Equal(giveUp.ToJsonString(), (await connector.JsonAsync("deliveries", "discard", "--state", "unmatched")).ToJsonString());
        var notAllowed = await connector.RunAsync("deliveries", "discard", "1", "--json");
        connector.School.Answer = DeliveryOutcome.Delivered;
        var foretold = await connector.JsonAsync("deliveries", "retry", "--all", "--dry-run");
        Assert.Single(connector.School.Delivered);
        var done = await connector.JsonAsync("deliveries", "retry", "--all");
        await connector.UntilDeliveriesAsync(all => all.TrueForAll(one => one.State == DeliveryState.Delivered));
        var again = await connector.RunAsync("deliveries", "retry", "aa02");

        Assert.Equal((2, "aa02", "discarded"), Of(Assert.Single(giveUp.AsArray())!));
        Assert.Equal((1, "notAllowed"), (notAllowed.ExitCode, (string)JsonNode.Parse(notAllowed.Output)![0]!["outcome"]!));
        Assert.Equal(done.AsArray().Select(one => Of(one!)), foretold.AsArray().Select(one => Of(one!)));
        Assert.Equal(
            [(1, "aa01", "alreadyDelivered"), (2, "aa02", "queued"), (3, "aa03", "queued")], done.AsArray().Select(one => Of(one!)));
        Assert.Equal((1, 3), (again.ExitCode, connector.School.Delivered.Count));
    }

    [Fact]
    public async Task A_dry_run_knows_that_a_newer_result_has_overtaken_a_dead_delivery()
    {
        await using var connector = await ServingConnector.StartAsync();
        connector.School.Answer = DeliveryOutcome.Dead("no");
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Dead }]);
        await connector.PostAsync(Vendor.Json("aa02", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [_, { State: DeliveryState.Dead }]);

        var foretold = await connector.RunAsync("deliveries", "retry", "1", "--dry-run", "--json");
        var done = await connector.RunAsync("deliveries", "retry", "1", "--json");

        Assert.Equal((1, done.Output), (foretold.ExitCode, foretold.Output));
        Assert.Contains("superseded", done.Output, StringComparison.Ordinal);
    }

    private static (int?, string?, string) Of(JsonNode one) => ((int?)one["id"], (string?)one["callbackId"], (string)one["outcome"]!);
}
