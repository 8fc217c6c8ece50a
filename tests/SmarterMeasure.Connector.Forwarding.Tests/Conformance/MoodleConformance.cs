using System.Globalization;
using FakeCampus.Moodle;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class MoodleTruth() : TruthConformance(static () => new MoodleConformance.MoodleSchool());

public sealed class MoodleConformance() : LookupTargetConformance(new MoodleSchool())
{
    internal sealed class MoodleSchool : StubSchool<MoodleStub>
    {
        private readonly Dictionary<string, string> _fields = Sections.ToDictionary(section => $"sm{section.ToLowerInvariant()}");

        private readonly Dictionary<string, MoodleAssign> _assigns;

        public MoodleSchool()
            : base(clock => new MoodleStub(new MoodleCampus(), clock))
        {
            Stub.Campus.DefineProfileFields(_fields.Keys);
            var course = Stub.Campus.AddCourse("ENG101");
            _assigns = Sections.ToDictionary(section => section, _ => Stub.Campus.AddAssign(course));
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "Moodle",
            ["BaseUrl"] = Stub.BaseUrl.ToString(),
            ["Token"] = Stub.Token,
            ["ProfileFields:LifeFactors"] = "smlifefactors",
            ["ProfileFields:Math"] = "smmath",
            ["ProfileFields:Reading"] = "smreading",
            ["Assignments:LifeFactors"] = $"{_assigns["LifeFactors"].Id}",
            ["Assignments:Math"] = $"{_assigns["Math"].Id}",
            ["Assignments:Reading"] = $"{_assigns["Reading"].Id}",
            ["Concurrency"] = $"{Concurrency}",
        };

        public override void Enrol(string internalId, string email)
        {
            var user = Stub.Campus.AddUser(internalId.ToLowerInvariant(), internalId, email);
            foreach (var assign in _assigns.Values)
                assign.Enrol(user);
        }

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from user in Stub.Campus.Users
            from field in user.ProfileFields
            select (user.IdNumber, _fields[field.Key], decimal.Parse(field.Value, CultureInfo.InvariantCulture));

        // A result goes to both places: it stands when it does in both.
        public override decimal? SeenByTeacher(string student, string section)
        {
            var user = UserOf(student);
            return _assigns[section].SeenByTeacher(user) is { } percent
                && decimal.TryParse(user.ProfileFields.GetValueOrDefault($"sm{section.ToLowerInvariant()}"), CultureInfo.InvariantCulture, out var field)
                && Math.Abs(field - (decimal)percent) < 0.001m
                    ? field
                    : null;
        }

        // All of what was observed, see docs/moodle.md.
        public override IReadOnlyList<ItemCondition> Conditions =>
        [
            OfItem("an item of 50 points", assign => assign.MaximumGrade = 50, assign => assign.MaximumGrade = 100) with { IsHarmless = true },
            OfItem("a locked item", assign => assign.IsLocked = true, assign => assign.IsLocked = false),
            OfItem("a scale", assign => assign.GradeType = MoodleGradeType.Scale, assign => assign.GradeType = MoodleGradeType.Point),
            OfItem("no grade", assign => assign.GradeType = MoodleGradeType.None, assign => assign.GradeType = MoodleGradeType.Point),
            OfItem("a rubric", assign => assign.UsesAdvancedGrading = true, assign => assign.UsesAdvancedGrading = false),
            OfItem("anonymous submissions", assign => assign.IsAnonymous = true, assign => assign.IsAnonymous = false),
            // A result stands under it: whoever marks sees it. To switch it off later changes what was delivered.
            OfItem("a marking workflow", assign => assign.UsesMarkingWorkflow = true, assign => assign.UsesMarkingWorkflow = false) with { IsHarmless = true },
            OfStudent("overridden", grade => grade with { OverriddenGrade = 7 }, grade => grade with { OverriddenGrade = null }),
            OfStudent("locked", grade => grade with { IsLocked = true }, grade => grade with { IsLocked = false }),
            new(
                "not enrolled",
                (student, _) => _assigns.Values.ToList().ForEach(assign => assign.Unenrol(UserOf(student))),
                (student, _) => _assigns.Values.ToList().ForEach(assign => assign.Enrol(UserOf(student)))),
            new(
                "a profile field of type menu",
                (_, section) => Stub.Campus.DefineProfileField($"sm{section.ToLowerInvariant()}", MoodleProfileFieldType.Menu),
                (_, section) => Stub.Campus.DefineProfileField($"sm{section.ToLowerInvariant()}", MoodleProfileFieldType.Text)),
        ];

        private MoodleUser UserOf(string idNumber) => Stub.Campus.Users.Single(user => user.IdNumber == idNumber);

        private ItemCondition OfItem(string name, Action<MoodleAssign> plant, Action<MoodleAssign> mend) => new(
            name, (_, section) => plant(_assigns[section]), (_, section) => mend(_assigns[section]));

        private ItemCondition OfStudent(string name, Func<MoodleGrade, MoodleGrade> plant, Func<MoodleGrade, MoodleGrade> mend) => new(
            name,
            (student, section) => _assigns[section].ChangeByTeacher(UserOf(student), plant),
            (student, section) => _assigns[section].ChangeByTeacher(UserOf(student), mend));

        public override IEnumerable<string> Beside() =>
            from assign in _assigns
            from user in Stub.Campus.Users
            let grade = assign.Value.Grade(user)?.Grade
            where grade is not null
            select string.Create(CultureInfo.InvariantCulture, $"{user.IdNumber} {assign.Key} {grade}");

        public override IEnumerable<string> BesideOf(SectionResult result) =>
            [string.Create(CultureInfo.InvariantCulture, $"{result.Student.InternalId} {result.Section} {result.Percent}")];
    }
}
