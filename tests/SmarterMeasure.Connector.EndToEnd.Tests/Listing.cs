using System.Text.Json.Nodes;

namespace SmarterMeasure.Connector.EndToEnd.Tests;

/// <summary>What the binary's listings say, read as a script would read them.</summary>
internal static class Listing
{
    public static Task<List<JsonNode>> EventsAsync(this QuickStartProcess binary) => ListAsync(binary, "events");

    public static Task<List<JsonNode>> DeliveriesAsync(this QuickStartProcess binary) => ListAsync(binary, "deliveries");

    /// <summary>Looks again and again, beside the serving process, until all is as wanted.</summary>
    public static async Task<List<JsonNode>> UntilAsync(
        Func<Task<List<JsonNode>>> look, Func<List<JsonNode>, bool> wanted)
    {
        // Longer than the lease that a delivery has when its sender is killed.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(100));
        while (true)
        {
            var found = await look();
            if (wanted(found))
                return found;

            Assert.False(limit.IsCancellationRequested, "It did not come so far:\n" + string.Join('\n', found.Select(one => one.ToJsonString())));
        }
    }

    public static string? Text(this JsonNode node, string member) => (string?)node[member];

    private static async Task<List<JsonNode>> ListAsync(QuickStartProcess binary, string noun)
    {
        var (exitCode, output, error) = await binary.RunAsync(noun, "list", "--json");
        Assert.True(exitCode == 0, error);
        return [.. JsonNode.Parse(output)!.AsArray().Select(one => one!)];
    }
}
