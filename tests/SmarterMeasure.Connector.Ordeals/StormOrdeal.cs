using System.Text.Json.Nodes;
using FakeCampus.Vendor;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>What a storm of repetitions came to.</summary>
/// <param name="Events">How many events there were.</param>
/// <param name="Requests">How many requests told them.</param>
/// <param name="Rows">How many rows the inbox has.</param>
/// <param name="HandlerRuns">How often a handler ran.</param>
/// <param name="Counted">How many requests are counted on the rows.</param>
/// <param name="Refused">Requests that were not answered with 200.</param>
public sealed record StormReport(int Events, int Requests, int Rows, int HandlerRuns, long Counted, int Refused);

/// <summary>
/// What an outage of two days brings at its end, in compressed time: every event as often as the vendor repeats it, all
/// of them shuffled.
/// </summary>
public sealed class StormOrdeal(string binary, IReadOnlyDictionary<string, string> store, int seed)
{
    private const int Senders = 64;

    /// <summary>How often the vendor sends an event that is never answered with 200: every 15 minutes for 48 hours.</summary>
    public const int VendorRepetitions = 192;

    public async Task<StormReport> RunAsync(int events, IProgress<string>? progress, CancellationToken cancel)
    {
        var students = StudentRoster.Invent((events / 5) + 1, seed);
        var bodies = Enumerable.Range(0, events)
            .Select(number => VendorJson.Write(CrashEvents.Completed(students[number / 5], $"Section{number % 5}", number, seed)))
            .ToArray();
        var order = Enumerable.Range(0, events * VendorRepetitions).Select(number => number % events).ToArray();
        new Random(seed).Shuffle(order);

        await using var server = new ServerProcess(binary, new Dictionary<string, string>(store)
        {
            ["SmarterMeasure__VerificationKeys__0__Key"] = CrashLoad.Key,
            ["Logging__LogLevel__Default"] = "Warning",
        });
        await server.StartAsync(cancel);
        var refused = await SendAsync(server, bodies, order, progress, cancel);
        var rows = await UntilHandledAsync(server, cancel);
        return new StormReport(
            events,
            order.Length,
            rows.Count,
            rows.Sum(row => (int)row["attempts"]!),
            rows.Sum(row => (long)row["deliveryCount"]!),
            refused);
    }

    private static async Task<int> SendAsync(
        ServerProcess server, byte[][] bodies, int[] order, IProgress<string>? progress, CancellationToken cancel)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("X-SmarterMeasure-Verification-Key", CrashLoad.Key);
        var webhook = new Uri(server.BaseUrl, "/webhooks/smartermeasure");
        var (next, refused) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendLoopAsync()));
        return refused;

        async Task SendLoopAsync()
        {
            await Task.Yield();
            while (true)
            {
                var turn = Interlocked.Increment(ref next);
                if (turn >= order.Length)
                    return;
                if (turn % 100_000 == 0)
                    progress?.Report($"{turn} of {order.Length} requests");

                using var content = new ByteArrayContent(bodies[order[turn]]);
                using var answer = await client.PostAsync(webhook, content, cancel);
                if ((int)answer.StatusCode != 200)
                    Interlocked.Increment(ref refused);
            }
        }
    }

    private static async Task<List<JsonNode>> UntilHandledAsync(ServerProcess server, CancellationToken cancel)
    {
        while (true)
        {
            var rows = await Listing.ReadAsync(server, "events", cancel);
            if (rows.All(row => Listing.Text(row, "state") == "handled"))
                return rows;

            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        }
    }
}
