using FakeCampus.Canvas;
using SmarterMeasure.Connector.Benchmarks.Forward;

namespace SmarterMeasure.Connector.Benchmarks.Truth;

/// <summary>Canvas's stand-in.</summary>
internal sealed class CanvasVerifySchool : VerifySchool
{
    private const string Token = "canvas-verify-token";

    private readonly CanvasCampus _campus = new();
    private readonly CanvasCourse _course;
    private readonly CanvasUser[] _students;
    private readonly Dictionary<string, CanvasAssignment> _assignments;
    private CanvasStub? _stub;

    public CanvasVerifySchool()
    {
        _campus.SetToken(Token);
        _course = _campus.AddCourse("Readiness");
        _students = [.. Enumerable.Range(0, Students).Select(i =>
            _campus.AddUser($"Quill Inkwell {i}", $"{i}@school.example", sisUserId: Backlog.IdOf(i)))];
        _course.Enrol(_students);
        _assignments = Backlog.Sections.ToDictionary(section => section, section => _course.AddAssignment("SM " + section));
    }

    public override string Name => "canvas";

    public override int Grades => _course.Submissions.Count(submission => submission.GradedAt is not null);

    public override long Requests => _stub!.Requests.Count;

    public override int CallsBeforeKill => 60;

    public override IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            var settings = new Dictionary<string, string>
            {
                ["Type"] = "Canvas",
                ["BaseUrl"] = _stub!.BaseUrl.ToString(),
                ["Token"] = Token,
                ["Course"] = $"{_course.Id}",
                ["Concurrency"] = "8",
            };
            foreach (var (section, assignment) in _assignments)
                settings["Assignments__" + section] = $"{assignment.Id}";
            return settings;
        }
    }

    public override async Task StartAsync()
    {
        _stub = await CanvasStub.StartAsync(_campus);
        _stub.Throttle.RequestCost = 0; // It is not its limits that are measured.
        _stub.Throttle.UpFrontCost = 0;
    }

    public override IReadOnlyList<Planted> Plant()
    {
        var book = _course.Gradebook;
        List<Planted> planted =
        [
            .. Ten("LifeFactors", 100, "changed", student => book.Grade(_assignments["LifeFactors"], _students[student], "12.5")),
            .. Ten("Math", 300, "missing", student => book.Clear(_assignments["Math"], _students[student])),
            .. Ten("Reading", 500, "changed", student => book.Excuse(_assignments["Reading"], _students[student])),
            // As a plug-in that rounds up would leave it.
            .. Ten("TechComp", 700, "changed", student =>
                book.Grade(_assignments["TechComp"], _students[student], $"{student % 101}.5", CanvasCampus.ServiceAccountId)),
        ];

        // Two students have a new account by now: all that they have stands with the old one.
        foreach (var student in (int[])[900, 901])
        {
            var account = _campus.AddUser($"Nib Blotter {student}", $"{student}-new@school.example");
            _course.Enrol(account);
            _campus.MoveSisId(Backlog.IdOf(student), account);
            planted.AddRange(Backlog.Sections.Select(section => new Planted(student, section, "otherStudent")));
        }

        return planted;
    }

    public override ValueTask DisposeAsync() => _stub?.DisposeAsync() ?? ValueTask.CompletedTask;
}
