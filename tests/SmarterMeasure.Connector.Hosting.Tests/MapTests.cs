using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

public sealed class MapTests
{
    [Fact]
    public async Task A_student_who_is_mapped_has_all_results_delivered_to_that_account()
    {
        await using var connector = await ServingConnector.StartAsync();
        connector.School.Answer = DeliveryOutcome.Unmatched("nobody");
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete, "1"));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Unmatched }]);
        connector.School.Answer = DeliveryOutcome.Delivered with { RemoteId = "remote-1", Request = "PUT /4711\n\n{}" };

        var mapped = await connector.JsonAsync("deliveries", "map", "1", "--to", "4711");

        Assert.Equal("""{"id":1,"account":"4711","due":1}""", mapped.ToJsonString());
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
        Assert.Equal("4711", Assert.Single(connector.School.Delivered).MappedTo);
        var again = await connector.RunAsync("deliveries", "map", "1", "--to", "4712");
        Assert.Equal((0, "Mapped. 0 deliveries became due."), (again.ExitCode, again.Output.Trim()));

        var shown = await connector.JsonAsync("deliveries", "show", "1");
        Assert.Equal(
            ("remote-1", "4712", "PUT /4711\n\n{}"),
            ((string?)shown["remoteId"], (string?)shown["mappedTo"], (string?)shown["request"]));
        var text = (await connector.RunAsync("deliveries", "show", "1")).Output;
        foreach (var told in (string[])["remote-1", "4712", "PUT /4711"])
            Assert.Contains(told, text, StringComparison.Ordinal);
        var exported = (await connector.RunAsync("export")).Output;
        Assert.Contains("\"mappedTo\":\"4712\"", exported, StringComparison.Ordinal);
        Assert.Contains("\"remoteId\":\"remote-1\"", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_or_was_erased_cannot_be_mapped()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete, "1"));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);
        await connector.RunAsync("erase", "--user-id", "1", "--yes");

        var erased = await connector.RunAsync("deliveries", "map", "1", "--to", "4711");
        var unknown = await connector.RunAsync("deliveries", "map", "77", "--to", "4711", "--json");

        Assert.Equal((1, ""), (erased.ExitCode, erased.Output));
        Assert.Contains("no such delivery", erased.Error, StringComparison.Ordinal);
        Assert.Equal((1, """{"id":77,"account":"4711","due":null}"""), (unknown.ExitCode, unknown.Output.Trim()));
    }
}
