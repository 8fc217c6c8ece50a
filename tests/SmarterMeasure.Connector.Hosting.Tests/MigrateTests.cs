using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.PostgreSql.Tests;

namespace SmarterMeasure.Connector.Hosting.Tests;

public sealed class MigrateTests
{
    [Fact]
    public async Task All_that_the_SQLite_file_holds_is_in_PostgreSQL_once_however_often_it_is_migrated()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete, "1"),
            Vendor.Xml("aa02", SmarterMeasureEvents.Created, "2"),
            Vendor.Json("aa03", "assessment.archived"),
            "{\"broken\":");
        await connector.RunAsync("trigger", SmarterMeasureEvents.SectionComplete, "--count", "600");
        await connector.UntilEventsAsync(all => all.Count == 604 && all.TrueForAll(one => one.State is EventState.Handled or EventState.Quarantined));
        await connector.UntilDeliveriesAsync(all => all.Count == 601 && all.TrueForAll(one => one.State == DeliveryState.Delivered));
        var target = await NewDatabaseAsync();
        var credentials = connector.Service<ICredentialStore>();
        Assert.True(await credentials.ReplaceAsync("lms", null, "canary-secret", TestContext.Current.CancellationToken));
        Assert.Equal(0, (await connector.RunAsync("deliveries", "map", "1", "--to", "4711")).ExitCode);

        var first = await connector.JsonAsync("migrate", "--to", target);
        await connector.PostAsync(Vendor.Json("aa05", SmarterMeasureEvents.SectionComplete, "1"));
        await connector.UntilDeliveriesAsync(all => all.Count == 602 && all.TrueForAll(one => one.State == DeliveryState.Delivered));
        var second = await connector.JsonAsync("migrate", "--to", target);
        var third = await connector.RunAsync("migrate", "--to", target);

        Assert.Equal("""{"events":604,"newEvents":604,"deliveries":601,"newDeliveries":601}""", first.ToJsonString());
        Assert.Equal("""{"events":605,"newEvents":1,"deliveries":602,"newDeliveries":1}""", second.ToJsonString());
        Assert.Equal("605 events, 0 of them new there; 602 deliveries, 0 of them new there.", third.Output.Trim());
        var here = await ExportAsync(connector);
        Assert.Contains(here, row => row.Contains("4711", StringComparison.Ordinal));
        Assert.DoesNotContain("canary-secret", connector.Printed, StringComparison.Ordinal);
        connector.PostgreSql = target;
        Assert.Equal("canary-secret", await connector.CredentialAsync("lms"));
        Assert.Equal(here, await ExportAsync(connector));
        Assert.Equal(1, (await connector.RunAsync("migrate", "--to", target)).ExitCode);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=canary-password;Timeout=5")]
    [InlineData("canary-password")]
    public async Task A_database_that_cannot_be_used_is_a_fault_that_tells_no_password(string target)
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.Created));

        var run = await connector.RunAsync("migrate", "--to", target);

        Assert.Equal(1, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("canary", run.Output + run.Error, StringComparison.Ordinal);
    }

    // All but the rows' own numbers, which each store gives itself.
    private static async Task<IReadOnlyList<string>> ExportAsync(ServingConnector connector)
    {
        var run = await connector.RunAsync("export");
        Assert.True(run.ExitCode == 0, run.Error);
        return
        [
            .. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            {
                var row = JsonNode.Parse(line)!.AsObject();
                row.Remove("id");
                return row.ToJsonString();
            }).Order(StringComparer.Ordinal),
        ];
    }

    private static Task<string> NewDatabaseAsync()
    {
        var name = $"migrate_{Guid.NewGuid():N}";
        SharedCluster.Current.Execute($"CREATE DATABASE {name}");
        return Task.FromResult(SharedCluster.Current.ConnectionStringOf(name));
    }
}
