using FakeCampus.Ethos;
using SmarterMeasure.Connector.Forwarding.Tests.Ethos;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class EthosTruth() : TruthConformance(static () => new EthosConformance.College());

public sealed class EthosConformance() : RenewingTargetConformance(new College())
{
    internal sealed class College : StubSchool<EthosStub>, IRenewsTokens
    {
        private readonly Dictionary<Guid, string> _tests;

        public College()
            : base(static clock => new EthosStub(new EthosCampus { Clock = clock }))
        {
            Stub.Campus.SetKey(EthosSchool.ApiKey);
            _tests = Sections.ToDictionary(section => Stub.Campus.AddAssessment(section, section, increment: 0.25m).Id);
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(
            _tests.Select(test => KeyValuePair.Create($"Assessments:{test.Value}", (string?)$"{test.Key}")))
        {
            ["Type"] = "Ethos",
            ["Concurrency"] = $"{Concurrency}",
            ["BaseUrl"] = Stub.BaseUrl.ToString(),
            ["ApiKey"] = EthosSchool.ApiKey,
        };

        public override void Enrol(string internalId, string email) =>
            Stub.Campus.AddPerson("Quentin Testperson", email, new EthosCredential("bannerId", internalId));

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() => All(Stub.Campus.Scores);

        public override decimal? SeenByTeacher(string student, string section) => All(Stub.Campus.SeenByAdviser())
            .Where(score => score.Student == student && score.Section == section)
            .Select(score => (decimal?)score.Score)
            .LastOrDefault(); // Each day has a record of its own: the last one counts.

        public override IReadOnlyList<ItemCondition> Conditions =>
        [
            new ItemCondition("records that somebody has open", (_, _) => Stub.Campus.LockRecords(3), static (_, _) => { }) { IsHarmless = true },
            new("a test up to 50", (_, section) => Set(section, test => test with { Maximum = 50 }), (_, section) => Mend(section)),
            new("a test from 30 on", (_, section) => Set(section, test => test with { Minimum = 30 }), (_, section) => Mend(section)),
            new("a test that is not registered", (_, section) => Set(section, test => test with { Id = Guid.NewGuid() }), (_, section) => Mend(section)),
            OfKey("no right to write scores", EthosPermissions.UpdateTestScores),
            OfKey("no right to read or write scores", EthosPermissions.UpdateTestScores | EthosPermissions.ViewTestScores),
            OfKey("no right to read persons", EthosPermissions.ViewPersons),
            OfKey("no right to read tests", EthosPermissions.ViewAssessments) with { IsHarmless = true },
            new ItemCondition("answers that break", (_, _) => Stub.Campus.BreakAnswersOfCreation(2), static (_, _) => { }) { IsHarmless = true },
        ];

        public void ExpireTokens() => Stub.RevokeTokens();

        private static ItemCondition Of(string name, Action plant, Action mend) => new(name, (_, _) => plant(), (_, _) => mend());

        private ItemCondition OfKey(string name, EthosPermissions missing) => Of(
            name,
            () => Stub.Campus.SetKey(EthosSchool.ApiKey, EthosPermissions.All & ~missing),
            () => Stub.Campus.SetKey(EthosSchool.ApiKey));

        private void Set(string section, Func<EthosAssessment, EthosAssessment> change)
        {
            var test = Stub.Campus.Assessments.Single(each => each.Code == section);
            Stub.Campus.ReplaceAssessment(test, change(test));
        }

        private void Mend(string section) => Set(section, test => test with
        {
            Id = _tests.Single(each => each.Value == section).Key, Minimum = 0, Maximum = 100,
        });

        private IEnumerable<(string Student, string Section, decimal Score)> All(IEnumerable<EthosScore> scores) =>
            from score in scores
            join person in Stub.Campus.Persons on score.StudentId equals person.Id
            select (person.Credentials[0].Value, _tests[score.AssessmentId], score.Value);
    }
}
