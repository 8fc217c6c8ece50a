using System.Diagnostics;
using System.Globalization;
using System.Text;
using FakeCampus.Blackboard;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Benchmarks.Accept;
using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.Benchmarks.Forward;

/// <summary>
/// What the binary forwards to Blackboard's stand-in, whose calls only set a state and which is not made to limit them: memory
/// with 100,000 deliveries waiting behind an outage, how fast they drain after it, and the time from an event to its grade.
/// </summary>
internal static class ForwardMeasurement
{
    private const int All = 100_000;
    private const int Probes = 300;
    private const int Waiting = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(string testHost)
    {
        var data = Directory.CreateTempSubdirectory("smc-forward-");
        await using var stub = new BlackboardStub(new BlackboardCampus()) { KeepsRequests = false };
        stub.Quota.Limit = int.MaxValue;
        var course = stub.Campus.AddCourse("ENG101-F26");
        foreach (var section in Backlog.Sections)
            course.AddColumn("sm-" + section, section);
        var users = new List<BlackboardUser>();
        for (var student = 0; student < Backlog.Students + Probes; student++)
        {
            users.Add(stub.Campus.AddUser(Backlog.IdOf(student), $"u{student}", $"{student}@school.example"));
            course.Enrol(users[^1]);
        }

        await stub.StartAsync();

        await Backlog.MakeAsync($"{data.FullName}/inbox.db");
        var settings = Settings(stub, data.FullName);
        var (waiting, draining, perSecond) = await DrainAsync(testHost, settings, stub, course);
        var idle = await ProbeAsync(testHost, settings, course, users);
        data.Delete(recursive: true);

        var confirm = await ConfirmMeasurement.MeasureAsync(testHost);
        Figures.Print(
        [
            ("deliveries", course.Grades.Count), ("deliveries.per_s", perSecond), ("backlog100k.rss_mb", waiting),
            ("draining.rss_mb", draining), ("idle.p50_ms", Figures.Median(idle)), ("idle.p99_ms", idle.Order().ElementAt(Probes * 99 / 100)),
            ("violations", stub.Violations.Total), .. confirm,
        ]);
    }

    private static async Task<(double Waiting, double Draining, double PerSecond)> DrainAsync(
        string testHost, Dictionary<string, string> settings, BlackboardStub stub, BlackboardCourse course)
    {
        stub.Faults.Always = StubFault.Unavailable;
        await using var server = new ServerProcess(testHost, settings);
        await server.StartAsync(CancellationToken.None);
        var waiting = new List<double>();
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 0; second < Waiting; second++)
        {
            await beat.WaitForNextTickAsync();
            waiting.Add(server.ResidentMegabytes());
        }

        // Killed and started again: otherwise the circuit breaker's pause would be measured.
        await server.KillAsync(CancellationToken.None);
        stub.Faults.Clear();
        await server.StartAsync(CancellationToken.None);
        while (course.Grades.Count < 1000)
            await Task.Delay(5);

        var (begun, from) = (Stopwatch.GetTimestamp(), course.Grades.Count);
        var draining = 0.0;
        while (course.Grades.Count < All - 100 && Stopwatch.GetElapsedTime(begun) < Patience)
        {
            await beat.WaitForNextTickAsync();
            draining = Math.Max(draining, server.ResidentMegabytes());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{course.Grades.Count} grades after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s, {draining:F1} MB"));
        }

        var perSecond = (course.Grades.Count - from) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await server.KillAsync(CancellationToken.None);
        return (waiting.Max(), draining, perSecond);
    }

    // The event is posted to a connector that has nothing else to do.
    private static async Task<List<double>> ProbeAsync(
        string testHost, Dictionary<string, string> settings, BlackboardCourse course, List<BlackboardUser> users)
    {
        var column = course.Columns.Single(one => one.ExternalId == "sm-LifeFactors");
        await using var server = new ServerProcess(testHost, settings);
        await server.StartAsync(CancellationToken.None);
        using var client = new HttpClient { BaseAddress = server.BaseUrl };
        client.DefaultRequestHeaders.Add("X-SmarterMeasure-Verification-Key", Contender.Key);

        // What was under way at the kill is sent again first.
        await Task.Delay(TimeSpan.FromSeconds(5));
        var times = new List<double>();
        for (var probe = 0; probe < Probes; probe++)
        {
            var (user, begun) = (users[Backlog.Students + probe], Stopwatch.GetTimestamp());
            using var content = new StringContent(Event(Backlog.Students + probe), Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri("/webhooks/smartermeasure", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
            while (course.Grade(column, user) is null && Stopwatch.GetElapsedTime(begun) < Patience)
                await Task.Delay(1);

            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await Task.Delay(20);
        }

        // What failed during the outage may still wait for its next attempt.
        var drained = Stopwatch.GetTimestamp();
        while (course.Grades.Count < All + Probes && Stopwatch.GetElapsedTime(drained) < Patience)
            await Task.Delay(50);

        return times;
    }

    private static string Event(int student) => $$$"""
        {"callback_event":"assessment.section-complete","callback_id":"{{{student:x32}}}","user":{"user_id":"{{{900_000 + student}}}",
        "internal_id":"{{{Backlog.IdOf(student)}}}","email":"{{{student}}}@school.example","first_name":"Quill","last_name":"Inkwell"},
        "section":{"code":"LifeFactors","completed":true,"date_scored":"2026-09-01 10:11:00","results":{"readiness":"pass",
        "scores":[{"type":"calculated-percentage","units":"percentage","value":"63"}]}} }
        """;

    private static Dictionary<string, string> Settings(BlackboardStub stub, string folder)
    {
        var settings = Contender.Sqlite("").SettingsFor(folder);
        const string lms = "SmarterMeasure__Destinations__lms__";
        settings[lms + "Type"] = "Blackboard";
        settings[lms + "BaseUrl"] = stub.BaseUrl.ToString();
        settings[lms + "ClientId"] = stub.Tokens.ClientId;
        settings[lms + "ClientSecret"] = stub.Tokens.ClientSecret;
        settings[lms + "Course"] = "courseId:ENG101-F26";
        settings[lms + "Concurrency"] = "32";
        settings[lms + "CallsPerDay"] = "10000000";
        foreach (var section in Backlog.Sections)
            settings[lms + "Columns__" + section] = "externalId:sm-" + section;
        return settings;
    }
}
