using System.Globalization;
using FakeCampus.Blackboard;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class BlackboardConformance() : RenewingTargetConformance(new BlackboardSchool())
{
    private sealed class BlackboardSchool : RenewingSchool
    {
        private readonly BlackboardStub _stub;
        private readonly BlackboardCourse _course;
        private readonly Dictionary<string, string> _students = new(StringComparer.Ordinal);

        public BlackboardSchool()
        {
            _stub = new BlackboardStub(new BlackboardCampus(), Clock);
            _course = _stub.Campus.AddCourse("ENG101-F26");
            Faults = new StubFaultPlan(_stub);
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "Blackboard",
            ["BaseUrl"] = _stub.BaseUrl.ToString(),
            ["ClientId"] = _stub.Tokens.ClientId,
            ["ClientSecret"] = _stub.Tokens.ClientSecret,
            ["Course"] = "courseId:ENG101-F26",
            ["Columns:LifeFactors"] = "externalId:sm-LifeFactors",
            ["Columns:Math"] = "externalId:sm-Math",
            ["Columns:Reading"] = "externalId:sm-Reading",
            ["Provision"] = "true",
            ["Concurrency"] = $"{Concurrency}",
        };

        public override IFaults Faults { get; }

        public override IReadOnlyList<string> Violations => [.. _stub.Violations.All.Select(one => $"{one}")];

        public override long RequestCount => _stub.RequestCount;

        public override Task StartAsync(CancellationToken cancel) => _stub.StartAsync(cancel);

        public override void Enrol(string internalId, string email)
        {
            var user = _stub.Campus.AddUser(internalId, "u" + internalId, email);
            _course.Enrol(user);
            _students[user.Id] = internalId;
        }

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from grade in _course.Grades
            let column = _course.Columns.Single(one => one.Id == grade.Key.Column)
            select (_students[grade.Key.User], column.ExternalId!["sm-".Length..], Convert.ToDecimal(grade.Value.Score, CultureInfo.InvariantCulture));

        public override void ExpireTokens() => _stub.Tokens.ExpireAll();

        public override int RefusedTokens => _stub.Requests.Count(request => request.Status == 401);

        public override ValueTask DisposeAsync() => _stub.DisposeAsync();
    }
}
