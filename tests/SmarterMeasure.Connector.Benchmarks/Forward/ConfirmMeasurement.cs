using System.Diagnostics;
using System.Security.Cryptography;
using FakeCampus.Brightspace;
using SmarterMeasure.Connector.Benchmarks.Accept;
using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.Benchmarks.Forward;

/// <summary>
/// What it costs to read back what was written: grades to the stand-in of Brightspace, whose answer to a PUT is empty, with
/// <c>Confirm</c> and without.
/// </summary>
internal static class ConfirmMeasurement
{
    private const int Students = 2_000;
    private const int Begun = 500;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Measures both, and gives deliveries per second, the share that is left with it, and the calls of a delivery.</summary>
    public static async Task<(string Name, double Value)[]> MeasureAsync(string testHost)
    {
        var (without, callsWithout) = await DrainAsync(testHost, "never");
        var (with, callsWith) = await DrainAsync(testHost, "always");
        return
        [
            ("confirm.off.per_s", without), ("confirm.on.per_s", with), ("confirm.ratio", with / without),
            ("confirm.off.calls", callsWithout), ("confirm.on.calls", callsWith),
        ];
    }

    private static async Task<(double PerSecond, double Calls)> DrainAsync(string testHost, string confirm)
    {
        var data = Directory.CreateTempSubdirectory("smc-confirm-");
        using var key = RSA.Create(2048);
        await using var stub = new BrightspaceStub(new BrightspaceCampus()) { KeepsRequests = false };
        stub.Credits.PerMinute = 1_000_000_000; // It is not its limits that are measured.
        var course = stub.Campus.AddOrgUnit();
        for (var student = 0; student < Students; student++)
            course.Enrol(stub.Campus.AddUser(Backlog.IdOf(student), $"u{student}", $"{student}@school.example"));

        await stub.StartAsync();
        var tokenUrl = new Uri(stub.BaseUrl, "core/connect/token").ToString();
        stub.Tokens.Trust(key, tokenUrl);
        await Backlog.MakeAsync($"{data.FullName}/inbox.db", Students);

        var settings = Contender.Sqlite("").SettingsFor(data.FullName);
        const string lms = "SmarterMeasure__Destinations__lms__";
        settings[lms + "Type"] = "Brightspace";
        settings[lms + "BaseUrl"] = stub.BaseUrl.ToString();
        settings[lms + "TokenUrl"] = tokenUrl;
        settings[lms + "ClientId"] = stub.Tokens.ClientId;
        settings[lms + "PrivateKey"] = key.ExportPkcs8PrivateKeyPem();
        settings[lms + "OrgUnit"] = $"{course.Id}";
        settings[lms + "Provision"] = "true";
        settings[lms + "Confirm"] = confirm;
        settings[lms + "Concurrency"] = "32";
        foreach (var section in Backlog.Sections)
            settings[lms + "GradeObjects__" + section] = "SM " + section;

        await using var server = new ServerProcess(testHost, settings);
        await server.StartAsync(CancellationToken.None);
        var perSecond = await MeasureAsync(course);
        var calls = (double)stub.RequestCount / course.Values.Count;
        await server.KillAsync(CancellationToken.None);
        data.Delete(recursive: true);
        return (perSecond, calls);
    }

    private static async Task<double> MeasureAsync(BrightspaceOrgUnit course)
    {
        var all = Students * Backlog.Sections.Length;
        var started = Stopwatch.GetTimestamp();
        await UntilAsync(Begun);
        var (begun, from) = (Stopwatch.GetTimestamp(), course.Values.Count);
        await UntilAsync(all - 100);
        return (course.Values.Count - from) / Stopwatch.GetElapsedTime(begun).TotalSeconds;

        async Task UntilAsync(int count)
        {
            while (course.Values.Count < count)
            {
                if (Stopwatch.GetElapsedTime(started) > s_patience)
                    throw new TimeoutException($"{course.Values.Count} of {all} grades after {s_patience}.");
                await Task.Delay(5);
            }
        }
    }
}
