using System.Text.Json.Nodes;
using FakeCampus;
using FakeCampus.Canvas;
using FakeCampus.Vendor;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>What a crash test found.</summary>
/// <param name="Kills">How often the process was killed.</param>
/// <param name="Acked">How many events were answered with 200 at least once.</param>
/// <param name="Lost">Acknowledged events that are not in the inbox, not handled, or whose grade is not in the LMS.</param>
/// <param name="Doubled">Events with more than one row, results with more than one row in the ledger, and grades that changed after they were set.</param>
/// <param name="Repeated">Requests to the LMS that repeated one cut off by a kill; the LMS takes them for what they are.</param>
/// <param name="Details">What the first faults are, for a person to look at.</param>
public sealed record CrashReport(
    int Kills, int Acked, int Lost, int Doubled, int Repeated, IReadOnlyList<string> Details);

/// <summary>
/// The connector's binary under load, killed at random points again and again. Every event is a grade of its own, so
/// that each must arrive at the LMS, once.
/// </summary>
public sealed class CrashOrdeal(string binary, IReadOnlyDictionary<string, string> store, int seed)
{
    private const string Token = "crash-canvas-token";
    private const int EventsPerKill = 40;
    private const int Senders = 8;

    private readonly Random _random = new(seed);

    /// <summary>Kills the binary so many times, lets it finish, and compares.</summary>
    public async Task<CrashReport> RunAsync(int kills, IProgress<string>? progress, CancellationToken cancel)
    {
        var sections = DemoCampus.GradedSections;
        var students = StudentRoster.Invent((kills * EventsPerKill / sections.Count) + 1, seed);
        var campus = new DemoCampus(students, Token);
        await using var canvas = await CanvasStub.StartAsync(campus.Canvas, cancel);
        canvas.Throttle.LeakPerSecond = 1e9; // Not what is tried here.
        var events = students.SelectMany((student, number) => sections.Select((section, index) =>
            CrashEvents.Completed(student, section, (number * sections.Count) + index, seed))).ToList();

        await using var server = new ServerProcess(binary, Settings(canvas, campus));
        await server.StartAsync(cancel);
        await using var load = new CrashLoad(server, events, Senders, _random.Next());
        for (var kill = 1; kill <= kills; kill++)
        {
            await load.SendAsync(EventsPerKill, killAfter: _random.Next(EventsPerKill), cancel);
            // Anywhere from the middle of a commit to the middle of a delivery.
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 30)), cancel);
            await server.KillAsync(cancel);
            await server.StartAsync(cancel);
            if (kill % 50 == 0)
                progress?.Report($"{kill} kills, {load.Acked.Count} acknowledged");
        }

        await load.FinishAsync(cancel);
        progress?.Report($"{load.Acked.Count} acknowledged; waiting for the last grades");
        var (inbox, ledger) = await Listing.UntilDoneAsync(server, progress, cancel);
        return Compare(kills, load.Acked, inbox, ledger, campus, canvas);
    }

    private static CrashReport Compare(
        int kills, IReadOnlyCollection<AssessmentEvent> acked, List<JsonNode> inbox, List<JsonNode> ledger,
        DemoCampus campus, CanvasStub canvas)
    {
        var details = new List<string>();
        var handled = inbox.Where(row => Listing.Text(row, "state") == "handled").Select(row => Listing.Text(row, "callbackId")).ToHashSet();
        var lost = acked.Where(one => !handled.Contains(one.CallbackId)).Select(one => $"{one.CallbackId} is not handled").ToList();

        var byStudent = campus.Canvas.Users.Where(user => user.SisUserId is not null).ToDictionary(user => user.SisUserId!);
        var repeated = 0;
        var changed = new List<string>();
        foreach (var one in acked)
        {
            var submission = campus.Course.Submission(campus.Assignments[one.Section!], byStudent[one.Student.InternalId]);
            var expected = one.Outcome!.Figure("calculated-percentage") * campus.Assignments[one.Section!].PointsPossible / 100;
            if (submission.Score is null)
                lost.Add($"{one.CallbackId} has no grade");
            else if (submission.Score != expected)
                changed.Add($"{one.CallbackId} has the grade {submission.Score} in place of {expected}");

            repeated += Math.Max(0, submission.Versions - 1);
        }

        var doubled = changed
            .Concat(inbox.GroupBy(row => (Listing.Text(row, "callbackId"), Listing.Text(row, "event"))).Where(group => group.Count() > 1)
                .Select(group => $"{group.Key} has {group.Count()} rows"))
            .Concat(ledger.GroupBy(row => Listing.Text(row, "operation")).Where(group => group.Count() > 1)
                .Select(group => $"{group.Key} has {group.Count()} deliveries"))
            .ToList();
        // One delivery is under way at a time, so a kill cuts off at most one.
        if (repeated > kills)
            doubled.Add($"{repeated} grades were sent again, after {kills} kills");
        if (canvas.Violations.Total > 0)
            doubled.Add($"{canvas.Violations.Total} violations of the LMS's rules");
        details.AddRange(lost.Concat(doubled).Take(10));
        return new CrashReport(kills, acked.Count, lost.Count, doubled.Count, repeated, details);
    }

    private Dictionary<string, string> Settings(CanvasStub canvas, DemoCampus campus)
    {
        var settings = new Dictionary<string, string>(store)
        {
            ["SmarterMeasure__VerificationKeys__0__Key"] = CrashLoad.Key,
            ["SmarterMeasure__Dispatch__HandlerTimeout"] = "2s",
            ["SmarterMeasure__Dispatch__MaxAttempts"] = "100",
            ["SmarterMeasure__Forwarding__AttemptTimeout"] = "2s",
            ["SmarterMeasure__Destinations__canvas__Type"] = "Canvas",
            ["SmarterMeasure__Destinations__canvas__BaseUrl"] = canvas.BaseUrl.ToString(),
            ["SmarterMeasure__Destinations__canvas__Token"] = Token,
            ["SmarterMeasure__Destinations__canvas__Course"] = $"sis_course_id:{campus.Course.SisCourseId}",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (section, assignment) in campus.Assignments)
            settings[$"SmarterMeasure__Destinations__canvas__Assignments__{section}"] = $"{assignment.Id}";
        return settings;
    }
}
