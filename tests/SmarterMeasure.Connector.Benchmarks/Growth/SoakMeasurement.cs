using System.Globalization;
using System.Text;
using SmarterMeasure.Connector.Benchmarks.Accept;
using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.Benchmarks.Growth;

/// <summary>The binary's resident memory under a steady load, from its second minute to its last.</summary>
internal static class SoakMeasurement
{
    private const int PerSecond = 500;

    private static readonly string Template =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Accept", "Load", "section-complete.json"));

    public static async Task RunAsync(string testHost, int minutes)
    {
        var contender = Contender.Sqlite(testHost);
        var data = Directory.CreateTempSubdirectory("smc-soak-");
        await using var server = new ServerProcess(testHost, contender.SettingsFor(data.FullName));
        await server.StartAsync(CancellationToken.None);
        using var client = new HttpClient { BaseAddress = server.BaseUrl };
        client.DefaultRequestHeaders.Add("X-SmarterMeasure-Verification-Key", Contender.Key);

        var samples = new List<double>();
        var sent = 0;
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 1; second <= minutes * 60; second++)
        {
            await beat.WaitForNextTickAsync();
            await Task.WhenAll(Enumerable.Range(0, PerSecond / 10).Select(_ => PostTenAsync()));
            samples.Add(server.ResidentMegabytes());
            if (second % 30 == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{second} s, {sent} events, {samples[^1]:F1} MB"));
        }

        await server.KillAsync(CancellationToken.None);
        data.Delete(recursive: true);
        var (early, late) = (Figures.Median(samples.Skip(60).Take(60)), Figures.Median(samples.TakeLast(60)));
        Figures.Print(
            ("minutes", minutes), ("events", sent), ("second_minute.rss_mb", early), ("last_minute.rss_mb", late),
            ("peak.rss_mb", samples.Max()), ("growth.ratio", late / early));

        async Task PostTenAsync()
        {
            for (var i = 0; i < 10; i++)
            {
                var number = Interlocked.Increment(ref sent);
                using var content = new StringContent(Body(number), Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync(new Uri("/webhooks/smartermeasure", UriKind.Relative), content);
                answer.EnsureSuccessStatusCode();
            }
        }
    }

    private static string Body(int number) => Template
        .Replace("{CALLBACK_ID}", number.ToString("x32", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{USER_ID}", (number / 8).ToString("D12", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
