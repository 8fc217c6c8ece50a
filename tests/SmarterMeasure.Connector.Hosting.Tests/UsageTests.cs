using SmarterMeasure.Connector.Hosting.Tests.Support;

namespace SmarterMeasure.Connector.Hosting.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("srve")]
    [InlineData("events")]
    [InlineData("events", "lsit")]
    [InlineData("events", "list", "--jsn")]
    [InlineData("events", "list", "--state", "gone")]
    [InlineData("events", "list", "--since", "yesterday")]
    [InlineData("events", "show")]
    [InlineData("events", "replay")]
    [InlineData("events", "replay", "1", "--all")]
    [InlineData("quarantine", "list", "--state", "dead")]
    [InlineData("quarantine", "discard")]
    [InlineData("deliveries", "retry", "--json")]
    [InlineData("deliveries", "list", "--event", "x")]
    [InlineData("deliveries", "map")]
    [InlineData("deliveries", "map", "42")]
    [InlineData("deliveries", "map", "aa01", "--to", "4711")]
    [InlineData("deliveries", "map", "42", "--to", " ")]
    [InlineData("migrate")]
    [InlineData("erase")]
    [InlineData("erase", "--user-id", " ")]
    [InlineData("trigger")]
    [InlineData("trigger", "assessment.created", "--count", "0")]
    [InlineData("trigger", "assessment.created", "--count", "many")]
    [InlineData("trigger", "assessment.created", "--duplicates", "-1")]
    [InlineData("trigger", "assessment.created", "--key-in", "cookie")]
    [InlineData("trigger", "assessment.created", "--url", "localhost")]
    [InlineData("--urls")]
    public async Task A_command_line_that_makes_no_sense_ends_with_2_and_does_nothing(params string[] args)
    {
        await using var connector = new ServingConnector();

        var run = await connector.RunAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Try --help.", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(Directory.GetFiles(connector.Folder));
    }

    [Theory]
    [InlineData("events", "list")]
    [InlineData("events", "show")]
    [InlineData("events", "replay")]
    [InlineData("quarantine", "list")]
    [InlineData("quarantine", "show")]
    [InlineData("quarantine", "replay")]
    [InlineData("quarantine", "discard")]
    [InlineData("deliveries", "list")]
    [InlineData("deliveries", "show")]
    [InlineData("deliveries", "retry")]
    [InlineData("deliveries", "discard")]
    [InlineData("deliveries", "map")]
    [InlineData("trigger")]
    [InlineData("export")]
    [InlineData("erase")]
    [InlineData("migrate")]
    public async Task The_help_of_every_verb_has_examples_that_the_command_line_understands(params string[] verb)
    {
        await using var connector = new ServingConnector();

        var run = await connector.RunAsync([.. verb, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--json", run.Output, StringComparison.Ordinal);
        var examples = run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1..];
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var words = example.Split('|')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
            Assert.Equal(verb, words[..verb.Length]);
            // With a faulty configuration each that is understood ends with 1, before it does anything.
            Assert.Equal(1, (await connector.RunAsync(["--SmarterMeasure:Retention:Days", "1", .. words])).ExitCode);
        }
    }

    [Fact]
    public async Task Host_settings_may_stand_anywhere_even_behind_an_option_without_a_value()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.Created));
        var elsewhere = $"Data Source={Path.Combine(connector.Folder, "elsewhere.db")}";

        var ours = await connector.RunAsync("--environment", "Production", "events", "list", "--SmarterMeasure:MaxBodyBytes=4096");
        var behind = await connector.RunAsync("events", "list", "--json", "--SmarterMeasure:Inbox:ConnectionString", elsewhere);
        var joined = await connector.RunAsync("events", "list", "--json", $"--SmarterMeasure:Inbox:ConnectionString={elsewhere}");
        var before = await connector.RunAsync("--SmarterMeasure:Inbox:ConnectionString", elsewhere, "events", "list", "--json");

        Assert.Contains("aa01", ours.Output, StringComparison.Ordinal);
        foreach (var other in new[] { behind, joined, before })
        {
            Assert.Equal(1, other.ExitCode);
            Assert.Contains("elsewhere.db", other.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_verb_where_there_is_no_store_is_a_fault_in_one_line_and_makes_none()
    {
        await using var connector = new ServingConnector();

        foreach (var args in new[]
                 {
                     new[] { "events", "list" }, ["events", "show", "1"], ["events", "replay", "1"], ["quarantine", "discard", "--all"],
                     ["deliveries", "list"], ["deliveries", "retry", "1"], ["export"],
                 })
        {
            var run = await connector.RunAsync(args);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("no database", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(connector.Folder));
    }

    [Fact]
    public async Task A_faulty_configuration_is_a_fault_of_every_verb()
    {
        await using var connector = new ServingConnector();

        var run = await connector.RunAsync("events", "list", "--SmarterMeasure:Retention:Days", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Retention:Days", run.Error, StringComparison.Ordinal);
    }
}
