using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace SmarterMeasure.Connector.Benchmarks.Accept;

/// <param name="PerSecond">Answers per second.</param>
/// <param name="P99Ms">The latency that 99 of 100 requests kept.</param>
/// <param name="NotOk">Answers other than 2xx or 3xx, and broken connections.</param>
internal sealed record LoadResult(double PerSecond, double P99Ms, long NotOk);

/// <summary>The load: wrk with one thread, which sends the next request of a connection when the last was answered.</summary>
internal static class WrkLoad
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Accept", "Load");

    public static async Task<LoadResult> RunAsync(Uri baseUrl, Contender contender, int connections, int seconds)
    {
        using var wrk = Process.Start(new ProcessStartInfo(
            "wrk",
            ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "20s", "-s", Path.Combine(Folder, "report.lua"), baseUrl.ToString()])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["LOAD_FOLDER"] = Folder,
                ["LOAD_SCRIPT"] = contender.Script,
                ["LOAD_KEY"] = Contender.Key,
                ["LOAD_SIGNATURE"] = Contender.Signature(Folder),
                ["LOAD_RUN"] = RandomNumberGenerator.GetHexString(16, lowercase: true),
            },
        })!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var line = output.Split('\n').LastOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"The load generator failed:\n{output}");
        var words = line.Split(' ');
        return new LoadResult(Number(1) / (Number(2) / 1e6), Number(3) / 1000, (long)Number(4));

        double Number(int index) => double.Parse(words[index], CultureInfo.InvariantCulture);
    }
}
