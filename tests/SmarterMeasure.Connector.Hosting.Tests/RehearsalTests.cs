using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

/// <summary>What a dry run of a replay tells of what the handlers push.</summary>
public sealed class RehearsalTests
{
    private static readonly string[] Replay = ["events", "replay", "--all", "--dry-run"];

    [Fact]
    public async Task It_shows_the_requests_and_how_they_differ_from_what_was_sent_for_the_same_section()
    {
        await using var connector = await DeliveredAsync(DeliveryState.Delivered);
        var before = await StoredAsync(connector);

        var foreseen = Assert.Single((await connector.JsonAsync(Replay)).AsArray())!;
        var text = (await connector.RunAsync(Replay)).Output;

        Assert.Equal(("queued", "handled", null), ((string?)foreseen["outcome"], (string?)foreseen["attempt"], (string?)foreseen["reason"]));
        var delivery = Assert.Single(foreseen["deliveries"]!.AsArray())!;
        Assert.Equal(
            (null, "lms", "queued", "delivered", "PUT /62"),
            ((int?)delivery["id"], (string?)delivery["destination"], (string?)delivery["outcome"], (string?)delivery["attempt"],
                (string?)delivery["requests"]));
        Assert.Equal(["-PUT /61", "+PUT /62"], delivery["difference"]!.AsArray().Select(line => (string)line!));
        foreach (var line in (string[])["a delivery to lms:", "would be sent:", "differs from what was sent before:", "+PUT /62"])
            Assert.Contains(text.Split('\n'), each => each.Trim() == line);

        Assert.Equal(before, await StoredAsync(connector));
        Assert.Single(connector.School.Handled);
        Assert.Single(connector.School.Delivered);
    }

    [Fact]
    public async Task It_looks_a_student_up_under_the_account_that_an_operator_named()
    {
        await using var connector = await DeliveredAsync(DeliveryState.Delivered);
        await connector.JsonAsync("deliveries", "map", "1", "--to", "4711");
        connector.School.Foresee = delivery => DeliveryOutcome.Delivered with { Request = $"PUT /{delivery.MappedTo}" };

        var foreseen = Assert.Single((await connector.JsonAsync(Replay)).AsArray())!;

        Assert.Equal("PUT /4711", (string?)foreseen["deliveries"]![0]!["requests"]);
    }

    [Theory]
    [InlineData(DeliveryState.Delivered, "alreadyDelivered", null, "delivery 1 to lms: alreadyDelivered")]
    [InlineData(DeliveryState.Dead, "notAllowed", null, "delivery 1 to lms: notAllowed, no")]
    [InlineData(DeliveryState.Unmatched, "underway", "PUT /61", "delivery 1 to lms, still to be sent:")]
    public async Task What_the_ledger_has_already_is_not_sent_again(
        DeliveryState state, string outcome, string? requests, string told)
    {
        await using var connector = await DeliveredAsync(state, percent: 61);

        var foreseen = Assert.Single((await connector.JsonAsync(Replay)).AsArray())!;
        var text = (await connector.RunAsync(Replay)).Output;

        var delivery = Assert.Single(foreseen["deliveries"]!.AsArray())!;
        Assert.Equal(
            (1, outcome, requests), ((int?)delivery["id"], (string?)delivery["outcome"], (string?)delivery["requests"]));
        Assert.Contains(text.Split('\n'), each => each.Trim() == told);
    }

    [Fact]
    public async Task A_newer_result_of_the_section_stands()
    {
        await using var connector = await DeliveredAsync(DeliveryState.Delivered);
        await connector.PostAsync(Vendor.Json("aa02", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [_, { State: DeliveryState.Delivered }]);

        var foreseen = Assert.Single((await connector.JsonAsync("events", "replay", "1", "--dry-run")).AsArray())!;

        var delivery = Assert.Single(foreseen["deliveries"]!.AsArray())!.AsObject();
        Assert.Equal("superseded", (string?)delivery["outcome"]);
        Assert.False(delivery.ContainsKey("requests"));
    }

    [Fact]
    public async Task What_an_event_before_pushes_too_or_newer_is_not_shown_as_new_again()
    {
        await using var connector = await DeliveredAsync(DeliveryState.Delivered);
        await connector.PostAsync(Vendor.Json("aa02", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [_, { State: DeliveryState.Delivered }]);
        connector.School.Percent = context => context.CallbackId == "aa02" ? 99 : 98;

        // The newest first, and then again.
        var foreseen = (await connector.JsonAsync("events", "replay", "2", "1", "2", "--dry-run")).AsArray();

        Assert.Equal(
            ["queued PUT /99", "superseded ", "underway "],
            foreseen.Select(row => row!["deliveries"]![0]!).Select(each => $"{each["outcome"]} {each.AsObject()["requests"]}"));
    }

    [Fact]
    public async Task A_handler_that_would_fail_is_told_by_its_type_and_one_that_pushes_nothing_too()
    {
        await using var connector = await DeliveredAsync(DeliveryState.Delivered);
        await connector.PostAsync(Vendor.Json("aa02", SmarterMeasureEvents.Created));
        await connector.UntilEventsAsync(all => all.Count == 2 && all.TrueForAll(row => row.State == EventState.Handled));

        var silent = (await connector.RunAsync("events", "replay", "2", "--dry-run")).Output;
        connector.School.HandlersFail = true;
        var failing = Assert.Single((await connector.JsonAsync("events", "replay", "1", "--dry-run")).AsArray())!;
        var text = (await connector.RunAsync("events", "replay", "1", "--dry-run")).Output;

        Assert.Contains(silent.Split('\n'), line => line.Trim() == "nothing would be sent");
        Assert.Equal(
            ("queued", "retrying", "handler_failed: System.InvalidOperationException"),
            ((string?)failing["outcome"], (string?)failing["attempt"], (string?)failing["reason"]));
        Assert.Contains("would be retrying: handler_failed: System.InvalidOperationException", text, StringComparison.Ordinal);
        Assert.DoesNotContain("closed", connector.Printed, StringComparison.Ordinal);
    }

    /// <summary>One event whose delivery came to a state, having sent <c>PUT /61</c>.</summary>
    private static async Task<ServingConnector> DeliveredAsync(DeliveryState state, int? percent = null)
    {
        var connector = await ServingConnector.StartAsync();
        if (percent is { } always)
            connector.School.Percent = _ => always;
        var answer = state switch
        {
            DeliveryState.Dead => DeliveryOutcome.Dead("no"),
            DeliveryState.Unmatched => DeliveryOutcome.Unmatched("nobody"),
            _ => DeliveryOutcome.Delivered,
        };
        connector.School.Answer = answer with { Request = "PUT /61" };
        connector.School.Foresee = delivery => DeliveryOutcome.Delivered with { Request = $"PUT /{delivery.Result.Percent}" };
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [var one] && one.State == state);
        return connector;
    }

    private static async Task<string> StoredAsync(ServingConnector connector) =>
        (await connector.JsonAsync("events", "list")).ToJsonString() + (await connector.JsonAsync("deliveries", "show", "1")).ToJsonString();
}
