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
            _tests = Sections.ToDictionary(section => Stub.Campus.AddAssessment(section, section).Id);
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

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from score in Stub.Campus.Scores
            join person in Stub.Campus.Persons on score.StudentId equals person.Id
            select (person.Credentials[0].Value, _tests[score.AssessmentId], score.Value);

        // A test takes whole numbers where it says nothing else, see docs/ethos.md.
        public override decimal Kept(decimal percent) => Math.Round(percent, MidpointRounding.AwayFromZero);

        public void ExpireTokens() => Stub.RevokeTokens();
    }
}
