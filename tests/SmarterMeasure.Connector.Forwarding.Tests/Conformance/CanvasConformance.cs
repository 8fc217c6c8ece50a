using FakeCampus.Canvas;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Forwarding.Tests.Canvas;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class CanvasTruth() : TruthConformance(static () => new CanvasConformance.CanvasWithGrades());

public sealed class CanvasConformance() : LookupTargetConformance(new CanvasWithGrades())
{
    internal sealed class CanvasWithGrades : School, IRenewsTokens
    {
        private const string Namespace = "edu.example.sm";

        private readonly CanvasCampus _campus;
        private readonly CanvasCourse _course;
        private readonly Dictionary<string, string> _assignments;
        private readonly Dictionary<string, long> _columns;
        private readonly List<(string Id, CanvasUser User)> _students = [];
        private readonly Dictionary<string, string?> _credential;
        private CanvasStub? _stub;

        public CanvasWithGrades(bool renewsTokens = false, bool provisions = false)
        {
            _campus = new CanvasCampus { Clock = Clock };
            _campus.SetToken(CanvasHost.Token);
            _credential = renewsTokens
                ? new()
                {
                    ["ClientId"] = Key.ClientId,
                    ["ClientSecret"] = Key.ClientSecret,
                    ["RefreshToken"] = Key.GrantRefreshToken(),
                }
                : new() { ["Token"] = CanvasHost.Token };
            _course = _campus.AddCourse("English 101", "ENG101-F26");
            _assignments = Sections.ToDictionary(
                section => section, section => provisions ? $"SM {section}" : $"{_course.AddAssignment($"SM {section}").Id}");
            _columns = Sections.ToDictionary(section => section, _ => _course.AddColumn());
        }

        public CanvasDeveloperKey Key => _campus.DeveloperKey;

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(_credential)
        {
            ["Type"] = "Canvas",
            ["BaseUrl"] = _stub!.BaseUrl.ToString(),
            ["Concurrency"] = $"{Concurrency}",
            ["Course"] = "sis_course_id:ENG101-F26",
            ["Assignments:LifeFactors"] = _assignments["LifeFactors"],
            ["Assignments:Math"] = _assignments["Math"],
            ["Assignments:Reading"] = _assignments["Reading"],
            ["Provision"] = "true",
            ["Columns:LifeFactors"] = $"{_columns["LifeFactors"]}",
            ["Columns:Math"] = $"{_columns["Math"]}",
            ["Columns:Reading"] = $"{_columns["Reading"]}",
            ["CustomData"] = Namespace,
        };

        public override IFaults Faults => new CanvasFaultPlan(_stub!);

        public override IReadOnlyList<string> Violations => [.. Enum.GetValues<CanvasViolation>()
            .Where(violation => _stub!.Violations[violation] > 0)
            .Select(violation => $"{violation} {_stub!.Violations[violation]}")
            .Concat(_course.Assignments.CountBy(one => one.Name).Where(count => count.Value > 1).Select(count => $"Two {count.Key}"))];

        public override long RequestCount => _stub!.Requests.Count;

        public override async Task StartAsync(CancellationToken cancel) => _stub = await CanvasStub.StartAsync(_campus, cancel);

        public override void Enrol(string internalId, string email)
        {
            var user = _campus.AddUser("Quentin Testperson", email, sisUserId: internalId);
            _course.Enrol(user);
            _students.Add((internalId, user));
        }

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from student in _students
            from assignment in _course.Assignments
            let grade = _course.Submission(assignment, student.User)
            where grade.Score is not null
            select (student.Id, assignment.Name["SM ".Length..], grade.Score!.Value);

        public override decimal? SeenByTeacher(string student, string section)
        {
            var (assignment, user) = (AssignmentOf(section), UserOf(student));
            return assignment is not null && _course.Gradebook.TeacherSees(assignment, user) is { IsExcused: false, Score: { } score }
                && assignment.PointsPossible > 0
                    ? score * 100 / assignment.PointsPossible
                    : null;
        }

        // What Canvas's source answers with 200 and does not keep, or refuses; see docs/canvas.md.
        public override IReadOnlyList<ItemCondition> Conditions =>
        [
            OfItem("50 points", one => one with { PointsPossible = 50 }) with { IsHarmless = true },
            OfItem("complete/incomplete", one => one with { GradingType = GradingType.PassFail }),
            OfItem("not graded", one => one with { GradingType = GradingType.NotGraded }),
            OfItem("0 points", one => one with { PointsPossible = 0 }),
            OfItem("no points set", one => one with { IsWorthUnset = true }),
            OfItem("letters", one => one with { GradingType = GradingType.LetterGrade }),
            OfItem("GPA", one => one with { GradingType = GradingType.GpaScale }),
            OfItem("not published", one => one with { Published = false }),
            OfItem("moderated", one => one with { Moderated = true }),
            OfItem("anonymous", one => one with { Anonymous = true, PostsManually = true }),
            OfItem("in a closed grading period", one => one with { InClosedGradingPeriod = true }),
            OfItem("left out of the gradebook", one => one with { HiddenInGradebook = true }),
            OfItem("posted by hand", one => one with { PostsManually = true }) with { IsHarmless = true },
            new(
                "excused",
                (student, section) => _course.Gradebook.Excuse(AssignmentOf(section)!, UserOf(student)),
                (student, section) => _course.Gradebook.TakeExcuseBack(AssignmentOf(section)!, UserOf(student))),
            new(
                "not in the course",
                (student, _) => _course.Unenrol(UserOf(student)),
                (student, _) => _course.Enrol(UserOf(student))),
        ];

        private CanvasAssignment? AssignmentOf(string section) =>
            _course.Assignments.FirstOrDefault(one => one.Name == $"SM {section}");

        private CanvasUser UserOf(string student) => _students.Single(one => one.Id == student).User;

        private ItemCondition OfItem(string name, Func<CanvasAssignment, CanvasAssignment> plant) => new(
            name,
            (_, section) => _course.Change(AssignmentOf(section)!, plant),
            (_, section) => _course.Change(AssignmentOf(section)!, one => new CanvasAssignment(one.Id, one.Name)));

        public override IEnumerable<string> Beside() =>
            from student in _students
            from section in Sections
            from text in (string?[])
            [
                _course.Cell(_columns[section], student.User) is { } cell ? $"column: {cell}" : null,
                _campus.CustomData(student.User, Namespace, section),
            ]
            where text is not null
            select $"{student.Id} {section} {text}";

        public override IEnumerable<string> BesideOf(SectionResult result) =>
        [
            $"{result.Student.InternalId} {result.Section} column: {result.Section} {result.Percent}% – {result.Readiness} (2026-08-30)",
            $$"""{{result.Student.InternalId}} {{result.Section}} {"percent":{{result.Percent}},"readiness":"{{result.Readiness}}","scored":"{{result.ScoredAt:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""",
        ];

        public void ExpireTokens() => Key.ExpireAll();

        public int RefusedTokens => _stub!.Requests.Count(request => request.Status == 401);

        public override ValueTask DisposeAsync() => _stub!.DisposeAsync();
    }

    private sealed class CanvasFaultPlan(CanvasStub stub) : IFaults
    {
        private static readonly CanvasFault[] s_passing =
        [
            CanvasFault.ServerError, CanvasFault.BadGatewayPage, CanvasFault.ResetBefore, CanvasFault.ResetAfter,
            CanvasFault.HalfAnswer, CanvasFault.Throttled, CanvasFault.ExpiredToken, CanvasFault.Slow,
        ];

        public int Held => stub.Faults.Held;

        public LateRequests Late => stub.Faults.Late;

        public int UnderWay
        {
            set => stub.Throttle.UnderWay = value;
        }

        public void Random(double share, int seed) => Roll(share, seed, s_passing);

        public void Throttle(double share, int seed)
        {
            stub.Throttle.MinimumBackoff = TimeSpan.FromSeconds(59); // As a bucket takes that was full.
            Roll(share, seed, [CanvasFault.Throttled]);
        }

        public void LoseAnswer(int number, bool holds) =>
            Fail(holds ? CanvasFault.Slow : CanvasFault.ResetAfter, Nth.Of<CanvasRequest>(number, _ => true));

        public void ApplyLate(int number, bool holds) =>
            Fail(holds ? CanvasFault.LateHeld : CanvasFault.LateReset, Nth.Of<CanvasRequest>(number, IsWrite));

        public void AtWrite(Action then) => Do(then, Nth.Of<CanvasRequest>(0, IsWrite));

        public void At(int number, Action then) => Do(then, Nth.Of<CanvasRequest>(number, _ => true));

        public void GoDown() => stub.Faults.Always = CanvasFault.BadGatewayPage;

        public void Clear() => stub.Faults.Clear();

        private static bool IsWrite(CanvasRequest request) => IFaults.IsWrite(request.Method, request.Target);

        private void Fail(CanvasFault fault, Predicate<CanvasRequest> when) =>
            stub.Faults.Dice = request => when(request) ? fault : null;

        private void Do(Action then, Predicate<CanvasRequest> when) => stub.Faults.Dice = request =>
        {
            if (when(request))
                then();
            return null;
        };

        private void Roll(double share, int seed, CanvasFault[] kinds)
        {
            var dice = new Random(seed);
            stub.Faults.Dice = _ =>
            {
                lock (dice)
                    return dice.NextDouble() < share ? kinds[dice.Next(kinds.Length)] : null;
            };
        }
    }
}
