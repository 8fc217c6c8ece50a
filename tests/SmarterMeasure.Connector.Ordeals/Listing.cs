using System.Text.Json.Nodes;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>What the binary's listings say, read as a script would read them, beside the serving process.</summary>
internal static class Listing
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<List<JsonNode>> ReadAsync(ServerProcess server, string noun, CancellationToken cancel)
    {
        var (exitCode, output, error) = await server.RunAsync([noun, "list", "--json"], cancel);
        return exitCode == 0
            ? [.. JsonNode.Parse(output)!.AsArray().Select(row => row!)]
            : throw new InvalidOperationException(error);
    }

    /// <summary>Waits until every event is handled and every delivery made or given up.</summary>
    public static async Task<(List<JsonNode> Inbox, List<JsonNode> Ledger)> UntilDoneAsync(
        ServerProcess server, IProgress<string>? progress, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        while (true)
        {
            var inbox = await ReadAsync(server, "events", limit.Token);
            var ledger = await ReadAsync(server, "deliveries", limit.Token);
            var open = inbox.Count(row => Text(row, "state") is "received" or "handling" or "retrying")
                + ledger.Count(row => Text(row, "state") is "pending" or "sending" or "retrying");
            if (open == 0)
                return (inbox, ledger);

            progress?.Report($"{open} still open");
            await Task.Delay(TimeSpan.FromSeconds(1), limit.Token);
        }
    }

    public static string? Text(JsonNode row, string member) => (string?)row[member];
}
