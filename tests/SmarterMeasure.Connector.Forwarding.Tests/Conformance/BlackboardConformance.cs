using System.Globalization;
using FakeCampus.Blackboard;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class BlackboardTruth() : TruthConformance(static () => new BlackboardConformance.BlackboardSchool(hasItems: true));

public sealed class BlackboardConformance() : RenewingTargetConformance(new BlackboardSchool())
{
    internal sealed class BlackboardSchool : StubSchool<BlackboardStub>, IRenewsTokens
    {
        private readonly BlackboardCourse _course;
        private readonly Dictionary<string, string> _students = new(StringComparer.Ordinal);

        /// <param name="hasItems">Whether the columns are there already, as an instructor made them.</param>
        public BlackboardSchool(bool hasItems = false)
            : base(clock => new BlackboardStub(new BlackboardCampus(), clock))
        {
            _course = Stub.Campus.AddCourse("ENG101-F26");
            foreach (var section in hasItems ? Sections : [])
                _course.AddColumn($"sm-{section}", $"SM {section}");
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "Blackboard",
            ["BaseUrl"] = Stub.BaseUrl.ToString(),
            ["ClientId"] = Stub.Tokens.ClientId,
            ["ClientSecret"] = Stub.Tokens.ClientSecret,
            ["Course"] = "courseId:ENG101-F26",
            ["Columns:LifeFactors"] = "externalId:sm-LifeFactors",
            ["Columns:Math"] = "externalId:sm-Math",
            ["Columns:Reading"] = "externalId:sm-Reading",
            ["Provision"] = "true",
            ["Concurrency"] = $"{Concurrency}",
        };

        public override void Enrol(string internalId, string email)
        {
            var user = Stub.Campus.AddUser(internalId, "u" + internalId, email);
            _course.Enrol(user);
            _students[user.Id] = internalId;
        }

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from grade in _course.Grades
            let column = _course.Columns.Single(one => one.Id == grade.Key.Column)
            select (_students[grade.Key.User], column.ExternalId!["sm-".Length..], Convert.ToDecimal(grade.Value.Score, CultureInfo.InvariantCulture));

        public override decimal? SeenByTeacher(string student, string section) =>
            ColumnOf(section) is { } column && _course.Shown(column, UserOf(student)) is { Percent: { } percent } ? (decimal)percent : null;

        // See docs/blackboard.md.
        public override IReadOnlyList<ItemCondition> Conditions =>
        [
            OfItem("50 points", one => one with { Possible = 50 }) with { IsHarmless = true },
            OfItem("0 points", one => one with { Possible = 0 }),
            OfItem("shown as text", one => one with { Display = BlackboardDisplay.Text }),
            OfItem("calculated", one => one with { Grading = BlackboardGrading.Calculated }),
            OfItem("shown as percent", one => one with { Display = BlackboardDisplay.Percent }) with { IsHarmless = true },
            OfItem("hidden from students", one => one with { IsAvailable = false }) with { IsHarmless = true },
            new(
                "exempt",
                (student, section) => _course.SetByInstructor(ColumnOf(section)!, UserOf(student), new BlackboardGrade { Exempt = true }),
                (student, section) => _course.SetByInstructor(ColumnOf(section)!, UserOf(student), new BlackboardGrade())),
            new(
                "withdrawn",
                (student, _) => _course.Withdraw(UserOf(student)),
                (student, _) => _course.Enrol(UserOf(student))),
        ];

        private BlackboardColumn? ColumnOf(string section) => _course.Columns.FirstOrDefault(one => one.ExternalId == $"sm-{section}");

        private BlackboardUser UserOf(string student)
        {
            var id = _students.Single(one => one.Value == student).Key;
            return Stub.Campus.Users.Single(user => user.Id == id);
        }

        private ItemCondition OfItem(string name, Func<BlackboardColumn, BlackboardColumn> plant) => new(
            name,
            (_, section) => _course.Change(ColumnOf(section)!, plant),
            (_, section) => _course.Change(ColumnOf(section)!, one => new BlackboardColumn(one.Id, one.ExternalId, one.Name)));

        public void ExpireTokens() => Stub.Tokens.ExpireAll();
    }
}
