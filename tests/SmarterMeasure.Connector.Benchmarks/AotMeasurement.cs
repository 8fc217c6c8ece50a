using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.Benchmarks;

/// <summary>
/// The published QuickStart: its size, the time from its start to the first 200 to a posted event (which is a durable
/// commit on a fresh store), and its resident memory when idle after some events.
/// </summary>
internal static class AotMeasurement
{
    private const int Starts = 11;
    private const string Key = "0123456789abcdef0123456789abcdef";

    public static async Task RunAsync(string binary, int warnings)
    {
        var starts = new List<double>();
        var memory = new List<double>();
        for (var run = 0; run < Starts; run++)
        {
            var (start, rss) = await MeasureOnceAsync(binary);
            starts.Add(start);
            memory.Add(rss);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start {start:F0} ms, idle {rss:F1} MB"));
        }

        Figures.Print(
            ("warnings", warnings),
            ("binary.mb", new FileInfo(binary).Length / 1e6),
            ("start.ms", Figures.Median(starts)),
            ("idle.rss_mb", Figures.Median(memory)));
    }

    private static async Task<(double StartMs, double RssMb)> MeasureOnceAsync(string binary)
    {
        var clock = Stopwatch.StartNew();
        await using var server = new ServerProcess(
            binary, new Dictionary<string, string> { ["SmarterMeasure__VerificationKeys__0__Key"] = Key });
        await server.StartAsync(CancellationToken.None);
        using var client = new HttpClient { BaseAddress = server.BaseUrl };
        client.DefaultRequestHeaders.Add("X-SmarterMeasure-Verification-Key", Key);
        await PostAsync(client, 0);
        var start = clock.Elapsed.TotalMilliseconds;

        for (var count = 1; count <= 200; count++)
            await PostAsync(client, count);
        await Task.Delay(TimeSpan.FromSeconds(2)); // Idle is what is measured: handlers done, no request open.
        return (start, server.ResidentMegabytes());
    }

    private static async Task PostAsync(HttpClient client, int number)
    {
        var body = $$$"""
            {"callback_event":"assessment.section-start","callback_id":"{{{number:x32}}}","rest_api_uris":{"report_link":"/users/7000{{{number}}}/reportlink","user":"/users/7000{{{number}}}","version":"3"},"section":{"code":"LifeFactors"},"user":{"completion_percentage":"0","date_created":"2026-08-01T10:00:00Z","date_updated":"2026-08-01T10:01:00Z","email":"bench@students.example.test","first_name":"Bench","internal_id":"","last_name":"Mark","metadata":[],"user_id":"7000{{{number}}}"}}
            """;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/webhooks/smartermeasure", UriKind.Relative), content);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"The binary answered {(int)response.StatusCode}.");
    }
}
