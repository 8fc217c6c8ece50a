using System.Globalization;
using FakeCampus.Moodle;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class MoodleConformance() : LookupTargetConformance(new MoodleSchool())
{
    private sealed class MoodleSchool : StubSchool<MoodleStub>
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
