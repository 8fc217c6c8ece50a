using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Benchmarks.Accept;
using SmarterMeasure.Connector.Benchmarks.Forward;
using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.Benchmarks.Truth;

/// <summary>
/// Whether the verb verify finds what people changed, and nothing else: 10,000 grades are delivered to a stand-in, 50 are changed
/// in five ways, and the verb is killed in the middle and run again, beside the serving process.
/// </summary>
internal static class VerifyMeasurement
{
    private const int All = VerifySchool.Students * 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Measures both, and prints the figures.</summary>
    public static async Task RunAsync(string testHost)
    {
        var results = await MeasureAsync(testHost);
        Figures.Print(
        [
            ("verify.planted", results.Sum(result => result.Planted)), ("verify.found", results.Sum(result => result.Found)),
            ("verify.false", results.Sum(result => result.False)), ("verify.per_request", results.Min(result => result.PerRequest)),
            ("verify.named_wrongly", results.Sum(result => result.NamedWrongly)),
            .. results.SelectMany(result => new (string, double)[]
            {
                ($"verify.{result.Name}.found", result.Found), ($"verify.{result.Name}.per_request", result.PerRequest),
                ($"verify.{result.Name}.before_kill", result.BeforeKill),
            }),
        ]);
    }

    /// <summary>Measures Canvas and Moodle.</summary>
    public static async Task<IReadOnlyList<VerifyResult>> MeasureAsync(string testHost)
    {
        var results = new List<VerifyResult>();
        foreach (var make in (Func<VerifySchool>[])[() => new CanvasVerifySchool(), () => new MoodleVerifySchool()])
        {
            await using var school = make();
            await school.StartAsync();
            results.Add(await MeasureAsync(testHost, school));
        }

        return results;
    }

    private static async Task<VerifyResult> MeasureAsync(string testHost, VerifySchool school)
    {
        var data = Directory.CreateTempSubdirectory("smc-verify-");
        await Backlog.MakeAsync($"{data.FullName}/inbox.db", VerifySchool.Students);
        var settings = Contender.Sqlite("").SettingsFor(data.FullName);
        foreach (var (name, value) in school.Settings)
            settings["SmarterMeasure__Destinations__lms__" + name] = value;
        await using var server = new ServerProcess(testHost, settings);
        await server.StartAsync(CancellationToken.None);
        await DeliverAsync(server, school);

        var ids = await IdsAsync(server);
        var planted = school.Plant().ToDictionary(one => ids[(one.Student, one.Section)], one => one.Kind);
        var before = school.Requests;
        await KillInTheMiddleAsync(server, school, before);
        var (exitCode, output, error) = await server.RunAsync(["verify", "--destination", "lms", "--json"], CancellationToken.None);
        var requests = school.Requests - before;
        Console.WriteLine($"{school.Name}: exit code {exitCode}, {requests} requests. {error.Trim()}");
        data.Delete(recursive: true);

        var report = JsonNode.Parse(output)!;
        var told = report["differences"]!.AsArray().ToDictionary(one => (long)one!["id"]!, one => (string)one!["kind"]!);
        return new VerifyResult(
            school.Name, planted.Count, planted.Keys.Count(told.ContainsKey), told.Keys.Count(id => !planted.ContainsKey(id)),
            planted.Count(one => told.TryGetValue(one.Key, out var kind) && kind != one.Value),
            (double)(long)report["compared"]! / requests, ComparedBefore(error));
    }

    private static async Task DeliverAsync(ServerProcess server, VerifySchool school)
    {
        var begun = Stopwatch.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(2));
        do
        {
            await beat.WaitForNextTickAsync();
            Console.WriteLine($"{school.Name}: {school.Grades} grades");
            if (Stopwatch.GetElapsedTime(begun) > Patience)
                throw new InvalidOperationException("It was not delivered in time:\n" + string.Join('\n', server.Output.TakeLast(20)));
        }
        while (school.Grades < All || await WaitingAsync(server) > 0);
    }

    private static async Task<int> WaitingAsync(ServerProcess server)
    {
        var (_, output, _) = await server.RunAsync(
            ["deliveries", "list", "--state", "pending", "--state", "sending", "--state", "retrying", "--state", "blocked", "--json"],
            CancellationToken.None);
        return JsonNode.Parse(output)!.AsArray().Count;
    }

    private static async Task<Dictionary<(int Student, string Section), long>> IdsAsync(ServerProcess server)
    {
        var (_, output, _) = await server.RunAsync(["deliveries", "list", "--state", "delivered", "--json"], CancellationToken.None);
        return JsonNode.Parse(output)!.AsArray().ToDictionary(
            row => ((string)row!["operation"]!).Split(':') is [_, var student, var section, ..]
                ? (int.Parse(student, CultureInfo.InvariantCulture), section)
                : default,
            row => (long)row!["id"]!);
    }

    private static async Task KillInTheMiddleAsync(ServerProcess server, VerifySchool school, long before)
    {
        using var process = server.Launch(["verify", "--destination", "lms", "--json"]);
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        while (school.Requests - before < school.CallsBeforeKill && !process.HasExited)
            await Task.Delay(1);
        if (process.HasExited)
            throw new InvalidOperationException("It ended before it could be killed.");
        process.Kill();
        await process.WaitForExitAsync();
    }

    // "… which has compared 4000 results."
    private static long ComparedBefore(string error) =>
        error.Split(' ').Reverse().Skip(1).FirstOrDefault() is { } count && long.TryParse(count, CultureInfo.InvariantCulture, out var compared)
            ? compared
            : 0;
}

/// <summary>What the verb found at one target.</summary>
/// <param name="Name">The target.</param>
/// <param name="Planted">How many grades were changed.</param>
/// <param name="Found">How many of them it told.</param>
/// <param name="False">How many others it told.</param>
/// <param name="NamedWrongly">How many of those found it told as something else.</param>
/// <param name="PerRequest">How many grades it compared with each request, those of the killed run among them.</param>
/// <param name="BeforeKill">How many grades the killed run had written down as compared.</param>
internal sealed record VerifyResult(
    string Name, int Planted, int Found, int False, int NamedWrongly, double PerRequest, long BeforeKill);
