using FakeCampus.Ethos;
using SmarterMeasure.Connector.Forwarding.Tests.Ethos;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class EthosConformance() : RenewingTargetConformance(new College())
{
    private sealed class College : RenewingSchool
    {
        private readonly EthosStub _stub;
        private readonly Dictionary<Guid, string> _tests;

        public College()
        {
            var campus = new EthosCampus { Clock = Clock };
            campus.SetKey(EthosSchool.ApiKey);
            _tests = Sections.ToDictionary(section => campus.AddAssessment(section, section).Id);
            _stub = new EthosStub(campus);
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(
            _tests.Select(test => KeyValuePair.Create($"Assessments:{test.Value}", (string?)$"{test.Key}")))
        {
            ["Type"] = "Ethos",
            ["Concurrency"] = $"{Concurrency}",
            ["BaseUrl"] = _stub.BaseUrl.ToString(),
            ["ApiKey"] = EthosSchool.ApiKey,
        };

        public override IFaults Faults => new StubFaultPlan(_stub);

        public override IReadOnlyList<string> Violations => [.. _stub.Violations.All.Select(each => $"{each.Key} {each.Value}")];

        public override long RequestCount => _stub.RequestCount;

        public override Task StartAsync(CancellationToken cancel) => _stub.StartAsync(cancel);

        public override void Enrol(string internalId, string email) =>
            _stub.Campus.AddPerson("Quentin Testperson", email, new EthosCredential("bannerId", internalId));

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from score in _stub.Campus.Scores
            join person in _stub.Campus.Persons on score.StudentId equals person.Id
            select (person.Credentials[0].Value, _tests[score.AssessmentId], score.Value);

        public override void ExpireTokens() => _stub.RevokeTokens();

        public override int RefusedTokens => _stub.Requests.Count(request => request.Status == 401);

        public override ValueTask DisposeAsync() => _stub.DisposeAsync();
    }
}
