using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FakeCampus.Vendor;
using FakeCampus.VendorApi;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>What a reconciliation of many came to.</summary>
/// <param name="Users">How many users the vendor's API reports.</param>
/// <param name="Recovered">How many results were fed, before and after the kill.</param>
/// <param name="Expected">How many there are.</param>
/// <param name="ResumedAt">How many pages had been read when the verb was killed.</param>
/// <param name="Pages">How many pages were read in all.</param>
/// <param name="SecondRun">How many users the second run went through.</param>
/// <param name="ResidentMegabytes">The most memory that the verb held, in 10^6 bytes.</param>
/// <param name="Seconds">How long both runs took.</param>
public sealed record ReconcileReport(
    int Users, long Recovered, long Expected, long ResumedAt, long Pages, long SecondRun, double ResidentMegabytes, double Seconds);

/// <summary>The verb <c>reconcile --since</c> over very many users of whom nobody knows anything, killed in the midst and run again.</summary>
public sealed class ReconcileOrdeal(string binary, int seed)
{
    private const string AccessKey = "reconcile-access";
    private const string Secret = "reconcile-secret";
    private const int PageSize = 25; // The default.

    public async Task<ReconcileReport> RunAsync(int users, IProgress<string>? progress, CancellationToken cancel)
    {
        var plan = new AssessmentPlan();
        var campus = VendorApiCampus.Generate(StudentRoster.Invent(users, seed), seed, _ => plan);
        await using var api = new VendorApiStub(campus, AccessKey, Secret) { KeepsRequests = false };
        await api.StartAsync(cancel);
        await using var server = new ServerProcess(binary, new Dictionary<string, string>
        {
            ["SmarterMeasure__VerificationKeys__0__Key"] = CrashLoad.Key,
            ["SmarterMeasure__Api__BaseUrl"] = new Uri(api.BaseUrl, "v3").ToString(),
            ["SmarterMeasure__Api__AccessKey"] = AccessKey,
            ["SmarterMeasure__Api__Secret"] = Secret,
            ["Logging__LogLevel__Default"] = "Warning",
        });

        var watch = Stopwatch.StartNew();
        var pages = (users + PageSize - 1) / PageSize;
        var (_, first) = await RunAsync(server, api, progress, killAfter: pages / 2, cancel);
        var resumedAt = api.RequestCount;
        progress?.Report($"killed after {resumedAt} of {pages} pages");
        var (output, second) = await RunAsync(server, api, progress, killAfter: null, cancel);
        watch.Stop();

        var report = JsonNode.Parse(output)!;
        var rows = await CountEventsAsync(server, cancel);
        return new ReconcileReport(
            users, rows, 8L * users, resumedAt, api.RequestCount, (long)report["users"]!, Math.Max(first, second),
            watch.Elapsed.TotalSeconds);
    }

    private static async Task<(string Output, double Resident)> RunAsync(
        ServerProcess server, VendorApiStub api, IProgress<string>? progress, long? killAfter, CancellationToken cancel)
    {
        using var process = server.Launch(["reconcile", "--since", "2026-08-01", "--json"]);
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = process.StandardError.ReadToEndAsync(cancel);
        var (most, told) = (0.0, 0L);
        while (!process.HasExited)
        {
            most = Math.Max(most, Resident(process.Id));
            if (killAfter <= api.RequestCount)
                process.Kill();
            if (api.RequestCount / 200 > told)
                progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{api.RequestCount} pages, {most:0.0} MB"));
            told = api.RequestCount / 200;
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancel);
        }

        if (killAfter is null && process.ExitCode != 0)
            throw new InvalidOperationException(await error);
        return (await output, most);
    }

    private static async Task<long> CountEventsAsync(ServerProcess server, CancellationToken cancel)
    {
        using var process = server.Launch(["events", "list"]);
        var rows = -1L; // The first line names the columns.
        while (await process.StandardOutput.ReadLineAsync(cancel) is not null)
            rows++;
        await process.WaitForExitAsync(cancel);
        return rows;
    }

    private static double Resident(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (IOException)
        {
            return 0; // It has just ended.
        }
    }
}
