using System.Globalization;
using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Benchmarks.Accept;
using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.Benchmarks.Growth;

/// <summary>How fast events are accepted with many rows in the SQLite inbox, beside an inbox with none, taking turns.</summary>
internal static class GrowthMeasurement
{
    private const int Rounds = 3;
    private const int Connections = 64;

    public static async Task RunAsync(string testHost, int rows)
    {
        var folder = Directory.CreateTempSubdirectory("smc-growth-");
        try
        {
            var full = Path.Combine(folder.FullName, "full");
            await FillAsync(testHost, full, rows);
            var (empty, grown) = (new List<LoadResult>(), new List<LoadResult>());
            for (var round = 0; round < Rounds; round++)
            {
                empty.Add(await MeasureAsync(testHost, Path.Combine(folder.FullName, $"empty{round}")));
                grown.Add(await MeasureAsync(testHost, full));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"none {empty[^1].PerSecond:F0}/s, {rows} rows {grown[^1].PerSecond:F0}/s"));
            }

            Figures.Print(
                ("rows", rows),
                ("empty.per_s", Figures.Median(empty.Select(one => one.PerSecond))),
                ("grown.per_s", Figures.Median(grown.Select(one => one.PerSecond))),
                ("grown.ratio", Figures.Median(grown.Zip(empty, (with, without) => with.PerSecond / without.PerSecond))),
                ("empty.p99_ms", Figures.Median(empty.Select(one => one.P99Ms))),
                ("grown.p99_ms", Figures.Median(grown.Select(one => one.P99Ms))),
                ("not_ok", empty.Concat(grown).Sum(one => (double)one.NotOk)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<LoadResult> MeasureAsync(string testHost, string folder)
    {
        Directory.CreateDirectory(folder);
        var contender = Contender.Sqlite(testHost);
        await using var server = new ServerProcess(testHost, contender.SettingsFor(folder));
        await server.StartAsync(CancellationToken.None);
        await WrkLoad.RunAsync(server.BaseUrl, contender, Connections, seconds: 2);
        return await WrkLoad.RunAsync(server.BaseUrl, contender, Connections, seconds: 8);
    }

    /// <summary>Lets the connector make the tables, then fills them with events that are long handled.</summary>
    private static async Task FillAsync(string testHost, string folder, int rows)
    {
        Directory.CreateDirectory(folder);
        await using (var server = new ServerProcess(testHost, Contender.Sqlite(testHost).SettingsFor(folder)))
            await server.StartAsync(CancellationToken.None);

        await using var database = new SqliteConnection($"Data Source={folder}/inbox.db;Pooling=False");
        await database.OpenAsync();
        const int Batch = 500_000;
        for (var from = 0; from < rows; from += Batch)
        {
            var last = Math.Min(from + Batch, rows);
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await using var fill = database.CreateCommand();
            fill.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
                PRAGMA cache_size = -4000000;
                PRAGMA synchronous = OFF;
                BEGIN;
                WITH RECURSIVE n (value) AS (SELECT {from + 1} UNION ALL SELECT value + 1 FROM n WHERE value < {last})
                INSERT INTO event (dedup_key, key_hash, callback_id, event, user_id, format, body_hash, occurred_at, received_at,
                    last_received_at, state, attempts, section)
                SELECT id || char(31) || 'assessment.section-complete', random(), id, 'assessment.section-complete',
                    printf('%012d', value / 8), 'json', randomblob(32), {now} - {rows} + value, {now} - {rows} + value,
                    {now} - {rows} + value, 'handled', 1, 'personal'
                FROM (SELECT value, lower(hex(randomblob(16))) AS id FROM n);
                INSERT INTO event_body (event_id, body)
                SELECT id, randomblob(256) FROM event WHERE id > (SELECT coalesce(max(event_id), 0) FROM event_body);
                COMMIT;
                """);
            fill.CommandTimeout = 3600;
            await fill.ExecuteNonQueryAsync();
            Console.WriteLine($"{last} of {rows} rows");
        }

        await using var home = database.CreateCommand();
        home.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        home.CommandTimeout = 3600;
        await home.ExecuteNonQueryAsync();
    }
}
