using System.Globalization;
using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.Benchmarks.Accept;

/// <summary>
/// How many events per second are received, and with what latency, at several numbers of connections: by the connector
/// with its whole pipeline at work, by an endpoint that only drains the body, and by a peer that parses and stores
/// nothing. Every server and its load share this machine's cores; the contenders take turns.
/// </summary>
internal static class AcceptMeasurement
{
    private const int Rounds = 3;
    private static readonly int[] Connections = [16, 64, 256];

    public static async Task RunAsync(string testHost, string octokit)
    {
        Contender[] contenders =
        [
            Contender.Empty(testHost),
            Contender.Octokit(octokit),
            Contender.Sqlite(testHost),
            Contender.PostgreSql(testHost),
        ];
        var results = new Dictionary<(string Name, int Connections), List<LoadResult>>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var connections in Connections)
            {
                foreach (var contender in contenders)
                {
                    var result = await MeasureAsync(contender, connections);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{contender.Name,-10} c={connections,-3} {result.PerSecond,8:F0}/s  p99 {result.P99Ms,7:F1} ms  not 200: {result.NotOk}"));
                    if (!results.TryGetValue((contender.Name, connections), out var list))
                        results[(contender.Name, connections)] = list = [];
                    list.Add(result);
                }
            }
        }

        var figures = new List<(string, double)>();
        foreach (var ((name, connections), list) in results)
        {
            figures.Add(($"{name}.c{connections}.per_s", Figures.Median(list.Select(one => one.PerSecond))));
            figures.Add(($"{name}.c{connections}.p99_ms", Figures.Median(list.Select(one => one.P99Ms))));
            figures.Add(($"{name}.c{connections}.not_ok", list.Sum(one => (double)one.NotOk)));
        }

        // The ratio of each round's pair, not of medians that different minutes gave.
        foreach (var contender in contenders[2..])
        {
            var ratios = results[(contender.Name, 64)].Zip(
                results[("octokit", 64)], (ours, peer) => ours.PerSecond / peer.PerSecond);
            figures.Add(($"{contender.Name}.vs_octokit", Figures.Median(ratios)));
        }

        Figures.Print([.. figures]);
    }

    private static async Task<LoadResult> MeasureAsync(Contender contender, int connections)
    {
        // The configuration's files are watched, and with them the folder; the database stands elsewhere, as in production.
        var data = Directory.CreateTempSubdirectory("smc-accept-");
        await using var store = contender.NeedsPostgreSql ? await TestStore.StartPostgreSqlAsync() : TestStore.Sqlite();
        await using var server = new ServerProcess(
            contender.Binary, contender.SettingsFor(data.FullName, store.Settings), contender.Arguments);
        await server.StartAsync(CancellationToken.None);
        await WrkLoad.RunAsync(server.BaseUrl, contender, connections, seconds: 2); // Warm.
        var result = await WrkLoad.RunAsync(server.BaseUrl, contender, connections, seconds: 8);
        await server.KillAsync(CancellationToken.None);
        data.Delete(recursive: true);
        return result;
    }
}
