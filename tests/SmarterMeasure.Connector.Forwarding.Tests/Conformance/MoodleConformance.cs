using System.Globalization;
using FakeCampus.Moodle;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class MoodleConformance() : LookupTargetConformance(new MoodleSchool())
{
    private sealed class MoodleSchool : School
    {
        private readonly MoodleStub _stub;
        private readonly Dictionary<string, string> _fields = Sections.ToDictionary(section => $"sm{section.ToLowerInvariant()}");

        private readonly Dictionary<string, MoodleAssign> _assigns;

        public MoodleSchool()
        {
            _stub = new MoodleStub(new MoodleCampus(), Clock);
            _stub.Campus.DefineProfileFields(_fields.Keys);
            var course = _stub.Campus.AddCourse("ENG101");
            _assigns = Sections.ToDictionary(section => section, _ => _stub.Campus.AddAssign(course));
            Faults = new StubFaultPlan(_stub);
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "Moodle",
            ["BaseUrl"] = _stub.BaseUrl.ToString(),
            ["Token"] = _stub.Token,
            ["ProfileFields:LifeFactors"] = "smlifefactors",
            ["ProfileFields:Math"] = "smmath",
            ["ProfileFields:Reading"] = "smreading",
            ["Assignments:LifeFactors"] = $"{_assigns["LifeFactors"].Id}",
            ["Assignments:Math"] = $"{_assigns["Math"].Id}",
            ["Assignments:Reading"] = $"{_assigns["Reading"].Id}",
            ["Concurrency"] = $"{Concurrency}",
        };

        public override IFaults Faults { get; }

        public override IReadOnlyList<string> Violations => [.. _stub.Violations.All.Select(one => $"{one}")];

        public override long RequestCount => _stub.RequestCount;

        public override Task StartAsync(CancellationToken cancel) => _stub.StartAsync(cancel);

        public override void Enrol(string internalId, string email)
        {
            var user = _stub.Campus.AddUser(internalId.ToLowerInvariant(), internalId, email);
            foreach (var assign in _assigns.Values)
                assign.Enrol(user);
        }

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from user in _stub.Campus.Users
            from field in user.ProfileFields
            select (user.IdNumber, _fields[field.Key], decimal.Parse(field.Value, CultureInfo.InvariantCulture));

        public override IEnumerable<string> Beside() =>
            from assign in _assigns
            from user in _stub.Campus.Users
            let grade = assign.Value.Grade(user)?.Grade
            where grade is not null
            select string.Create(CultureInfo.InvariantCulture, $"{user.IdNumber} {assign.Key} {grade}");

        public override IEnumerable<string> BesideOf(SectionResult result) =>
            [string.Create(CultureInfo.InvariantCulture, $"{result.Student.InternalId} {result.Section} {result.Percent}")];

        public override ValueTask DisposeAsync() => _stub.DisposeAsync();
    }
}
