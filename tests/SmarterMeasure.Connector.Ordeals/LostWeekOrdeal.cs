using FakeCampus;
using FakeCampus.Canvas;
using FakeCampus.Vendor;
using FakeCampus.VendorApi;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>What a lost week came to.</summary>
/// <param name="Students">How many students took the assessment.</param>
/// <param name="Kills">How often the connector was killed while it caught up.</param>
/// <param name="Recovered">How many results it fetched from the vendor's API.</param>
/// <param name="Grades">How many grades the LMS has without the outage.</param>
/// <param name="Differences">How many cells of the LMS differ after it.</param>
/// <param name="Violations">How many rules of the LMS and of the API were broken.</param>
/// <param name="Details">What the first differences are, for a person to look at.</param>
public sealed record LostWeekReport(
    int Students, int Kills, int Recovered, int Grades, int Differences, int Violations, IReadOnlyList<string> Details);

/// <summary>
/// Seven days in which the receiver is down, after which the vendor has discarded every webhook; then it comes up, is killed
/// three times while it catches up, and the LMS must stand as in a run in which every webhook came.
/// </summary>
public sealed class LostWeekOrdeal(string binary, IReadOnlyDictionary<string, string> store, int seed)
{
    private const string Token = "lost-week-canvas-token";
    private const string AccessKey = "lost-week-access";
    private const string Secret = "lost-week-secret";
    private const int Kills = 3;
    private const int PageSize = 50;

    /// <summary>The last of the students begin a week before now and need some days.</summary>
    private static readonly TimeSpan Begin = TimeSpan.FromDays(9);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly Random _random = new(seed);

    public async Task<LostWeekReport> RunAsync(int students, IProgress<string>? progress, CancellationToken cancel)
    {
        var scripts = Scripts(students);
        await using var without = await Lms.OpenAsync(scripts, cancel);
        await RunWithoutAsync(without, scripts, cancel);
        progress?.Report($"every webhook came: {without.State().Count} cells");

        await using var after = await Lms.OpenAsync(scripts, cancel);
        await using var api = new VendorApiStub(VendorApiCampus.FromScripts(scripts), AccessKey, Secret) { KeepsRequests = false };
        await api.StartAsync(cancel);
        var recovered = await RunAfterAsync(after, api, students, progress, cancel);
        return Compare(students, recovered, without, after, api);
    }

    private AssessmentScript[] Scripts(int students)
    {
        var now = DateTimeOffset.UtcNow;
        var plan = new AssessmentPlan { From = now - Begin, Within = Week };
        AssessmentScript[] scripts =
        [
            .. StudentRoster.Invent(students, seed).Select((student, number) => AssessmentScript.For(student, seed, plan with
            {
                Ending = number % 10 == 9 ? AssessmentEnding.Stopped : AssessmentEnding.Completed,
                RescoresOneSection = number % 4 == 0,
            })),
        ];
        return Array.TrueForAll(scripts, script => script.Events[^1].DateUpdated < now)
            ? scripts
            : throw new InvalidOperationException("Somebody is not through yet.");
    }

    private async Task RunWithoutAsync(Lms lms, AssessmentScript[] scripts, CancellationToken cancel)
    {
        await using var server = new ServerProcess(binary, lms.Settings(store));
        await server.StartAsync(cancel);
        using var vendor = new VendorSimulator(new VendorOptions
        {
            Webhook = new Uri(server.BaseUrl, "/webhooks/smartermeasure"),
            VerificationKey = CrashLoad.Key,
            Concurrency = 64,
        });
        var report = await vendor.SendAsync(scripts, cancel);
        if (report.Discarded > 0)
            throw new InvalidOperationException($"{report.Discarded} webhooks were not taken.");
        await Listing.UntilDoneAsync(server, progress: null, cancel);
    }

    private async Task<int> RunAfterAsync(
        Lms lms, VendorApiStub api, int students, IProgress<string>? progress, CancellationToken cancel)
    {
        var settings = lms.Settings(store);
        settings["SmarterMeasure__Api__BaseUrl"] = new Uri(api.BaseUrl, "v3").ToString();
        settings["SmarterMeasure__Api__AccessKey"] = AccessKey;
        settings["SmarterMeasure__Api__Secret"] = Secret;
        settings["SmarterMeasure__Api__PageSize"] = $"{PageSize}";
        settings["SmarterMeasure__Reconcile__Overlap"] = "10d"; // Its first run reaches back as far as this.
        await using var server = new ServerProcess(binary, settings);
        var pages = (students + PageSize - 1) / PageSize;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await server.StartAsync(cancel);
            await UntilAsync(() => api.RequestCount >= kill * pages / (Kills + 1), cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 50)), cancel);
            await server.KillAsync(cancel);
            progress?.Report($"killed after {api.RequestCount} of about {pages} pages");
        }

        await server.StartAsync(cancel);
        await UntilAsync(() => server.Output.Any(line => line.Contains("had been told by no webhook", StringComparison.Ordinal)), cancel);
        var (inbox, _) = await Listing.UntilDoneAsync(server, progress, cancel);
        return inbox.Count(row => Listing.Text(row, "callbackId")!.StartsWith("reconciled-", StringComparison.Ordinal));
    }

    private static LostWeekReport Compare(int students, int recovered, Lms without, Lms after, VendorApiStub api)
    {
        var (expected, found) = (without.State(), after.State());
        var differences = expected.Keys.Union(found.Keys)
            .Where(cell => expected.GetValueOrDefault(cell) != found.GetValueOrDefault(cell))
            .Select(cell => $"{cell}: {expected.GetValueOrDefault(cell) ?? "nothing"} without, {found.GetValueOrDefault(cell) ?? "nothing"} after")
            .ToList();
        return new LostWeekReport(
            students, Kills, recovered, expected.Count, differences.Count,
            without.Canvas.Violations.Total + after.Canvas.Violations.Total + api.Violations.Total,
            [.. differences.Order(StringComparer.Ordinal).Take(10)]);
    }

    private static async Task UntilAsync(Func<bool> reached, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        while (!reached())
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
    }

    /// <summary>An LMS with the students in it: grades, the completion, and a column for instructors.</summary>
    private sealed class Lms : IAsyncDisposable
    {
        private const string ColumnSection = "LifeFactors";

        private readonly DemoCampus _campus;
        private readonly CanvasAssignment _completion;
        private readonly long _column;

        private Lms(DemoCampus campus, CanvasStub canvas)
        {
            (_campus, Canvas) = (campus, canvas);
            _completion = campus.Course.AddAssignment("SmarterMeasure completion");
            _column = campus.Course.AddColumn();
        }

        public CanvasStub Canvas { get; }

        public static async Task<Lms> OpenAsync(IEnumerable<AssessmentScript> scripts, CancellationToken cancel)
        {
            var campus = new DemoCampus([.. scripts.Select(script => script.Student)], Token);
            var canvas = await CanvasStub.StartAsync(campus.Canvas, cancel);
            canvas.Throttle.LeakPerSecond = 1e9; // Not what is tried here.
            return new Lms(campus, canvas);
        }

        public Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> store)
        {
            const string Canvas = "SmarterMeasure__Destinations__canvas__";
            var settings = new Dictionary<string, string>(store)
            {
                ["SmarterMeasure__VerificationKeys__0__Key"] = CrashLoad.Key,
                ["SmarterMeasure__Dispatch__HandlerTimeout"] = "2s",
                ["SmarterMeasure__Forwarding__AttemptTimeout"] = "5s",
                [Canvas + "Type"] = "Canvas",
                [Canvas + "BaseUrl"] = this.Canvas.BaseUrl.ToString(),
                [Canvas + "Token"] = Token,
                [Canvas + "Course"] = $"sis_course_id:{_campus.Course.SisCourseId}",
                [Canvas + "Assignments__Completion"] = $"{_completion.Id}",
                [Canvas + "Columns__" + ColumnSection] = $"{_column}",
                ["Logging__LogLevel__Default"] = "Warning",
            };
            foreach (var (section, assignment) in _campus.Assignments)
                settings[$"{Canvas}Assignments__{section}"] = $"{assignment.Id}";
            return settings;
        }

        /// <summary>What stands in each cell, by names that are the same in every LMS.</summary>
        public Dictionary<string, string> State()
        {
            var assignments = _campus.Assignments.Append(new("Completion", _completion)).ToDictionary(pair => pair.Value.Id, pair => pair.Key);
            var users = _campus.Canvas.Users.ToDictionary(user => user.Id);
            var state = _campus.Course.Submissions.ToDictionary(
                submission => $"{assignments[submission.AssignmentId]} of {users[submission.UserId].SisUserId}",
                submission => $"{submission.Grade} {submission.Score} {string.Join('|', submission.Comments)}");
            foreach (var user in users.Values)
            {
                if (_campus.Course.Cell(_column, user) is { } text)
                    state[$"column of {user.SisUserId}"] = text;
            }

            return state;
        }

        public ValueTask DisposeAsync() => Canvas.DisposeAsync();
    }
}
