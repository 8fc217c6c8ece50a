using System.Text.Json.Nodes;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>What the binary's listings say, read as a script would read them, beside the serving process.</summary>
internal static class Listing
{
    public static async Task<List<JsonNode>> ReadAsync(ServerProcess server, string noun, CancellationToken cancel)
    {
        var (exitCode, output, error) = await server.RunAsync([noun, "list", "--json"], cancel);
        return exitCode == 0
            ? [.. JsonNode.Parse(output)!.AsArray().Select(row => row!)]
            : throw new InvalidOperationException(error);
    }

    public static string? Text(JsonNode row, string member) => (string?)row[member];
}
