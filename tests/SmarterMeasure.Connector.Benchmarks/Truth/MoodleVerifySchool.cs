using FakeCampus.Moodle;
using SmarterMeasure.Connector.Benchmarks.Forward;

namespace SmarterMeasure.Connector.Benchmarks.Truth;

/// <summary>Moodle's stand-in.</summary>
internal sealed class MoodleVerifySchool : VerifySchool
{
    private readonly MoodleStub _stub = new(new MoodleCampus()) { KeepsRequests = false };
    private readonly MoodleUser[] _students;
    private readonly Dictionary<string, MoodleAssign> _assigns;

    public MoodleVerifySchool()
    {
        var course = _stub.Campus.AddCourse("ENG101");
        _students = [.. Enumerable.Range(0, Students).Select(i => _stub.Campus.AddUser($"u{i}", Backlog.IdOf(i), $"{i}@school.example"))];
        _assigns = Backlog.Sections.ToDictionary(section => section, _ => _stub.Campus.AddAssign(course));
        foreach (var assign in _assigns.Values)
        {
            foreach (var student in _students)
                assign.Enrol(student);
        }
    }

    public override string Name => "moodle";

    public override int Grades => _assigns.Values.Sum(assign => assign.Grades.Count);

    public override long Requests => _stub.RequestCount;

    public override int CallsBeforeKill => 20;

    public override IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            var settings = new Dictionary<string, string>
            {
                ["Type"] = "Moodle",
                ["BaseUrl"] = _stub.BaseUrl.ToString(),
                ["Token"] = _stub.Token,
                ["Concurrency"] = "8",
            };
            foreach (var (section, assign) in _assigns)
                settings["Assignments__" + section] = $"{assign.CourseModuleId}";
            return settings;
        }
    }

    public override Task StartAsync() => _stub.StartAsync();

    public override IReadOnlyList<Planted> Plant() =>
    [
        .. Ten("LifeFactors", 100, "changed", student => Change("LifeFactors", student, grade => grade with { OverriddenGrade = 12.5 })),
        .. Ten("Math", 300, "missing", student =>
            Change("Math", student, grade => grade with { Grade = null, GradebookGrade = null })),
        // A teacher grades anew in the assignment.
        .. Ten("Reading", 500, "changed", student => Change(
            "Reading", student, grade => grade with { Grade = 99.5, GradebookGrade = 99.5, Grader = 77, ModifiedAt = DateTimeOffset.UtcNow })),
        // As a plug-in that rounds up would leave it.
        .. Ten("TechComp", 700, "changed", student => Change(
            "TechComp", student, grade => grade with { Grade = grade.Grade + 0.5, GradebookGrade = grade.GradebookGrade + 0.5 })),
        // Merged accounts: the old one has left the course, and no teacher sees what it had.
        .. Backlog.Sections.SelectMany(section => Enumerable.Range(900, 2).Select(student => Leave(section, student))),
    ];

    public override ValueTask DisposeAsync() => _stub.DisposeAsync();

    private Planted Leave(string section, int student)
    {
        _assigns[section].Unenrol(_students[student]);
        return new Planted(student, section, "missing");
    }

    private void Change(string section, int student, Func<MoodleGrade, MoodleGrade> change) =>
        _assigns[section].ChangeByTeacher(_students[student], change);
}
