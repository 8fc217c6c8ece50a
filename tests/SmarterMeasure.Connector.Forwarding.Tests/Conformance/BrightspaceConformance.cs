using System.Globalization;
using System.Security.Cryptography;
using FakeCampus.Brightspace;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class BrightspaceTruth() : TruthConformance(static () => new BrightspaceConformance.BrightspaceSchool());

public sealed class BrightspaceConformance() : RenewingTargetConformance(new BrightspaceSchool())
{
    internal sealed class BrightspaceSchool : StubSchool<BrightspaceStub>, IRenewsTokens
    {
        private readonly RSA _key = RSA.Create(2048);
        private readonly BrightspaceOrgUnit _course;
        private readonly Dictionary<long, string> _students = [];

        public BrightspaceSchool()
            : base(clock => new BrightspaceStub(new BrightspaceCampus(), clock: clock))
        {
            _course = Stub.Campus.AddOrgUnit();
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "Brightspace",
            ["BaseUrl"] = Stub.BaseUrl.ToString(),
            ["TokenUrl"] = new Uri(Stub.BaseUrl, "core/connect/token").ToString(),
            ["ClientId"] = Stub.Tokens.ClientId,
            ["PrivateKey"] = _key.ExportPkcs8PrivateKeyPem(),
            ["OrgUnit"] = $"{_course.Id}",
            ["GradeObjects:LifeFactors"] = "SM LifeFactors",
            ["GradeObjects:Math"] = "SM Math",
            ["GradeObjects:Reading"] = "SM Reading",
            ["TextObjects:LifeFactors"] = "SM readiness LifeFactors",
            ["TextObjects:Math"] = "SM readiness Math",
            ["TextObjects:Reading"] = "SM readiness Reading",
            ["Provision"] = "true",
            ["Concurrency"] = $"{Concurrency}",
        };

        public override async Task StartAsync(CancellationToken cancel)
        {
            await base.StartAsync(cancel);
            Stub.Tokens.Trust(_key, new Uri(Stub.BaseUrl, "core/connect/token").ToString());
        }

        public override void Enrol(string internalId, string email)
        {
            var user = Stub.Campus.AddUser(internalId, "u" + internalId, email);
            _course.Enrol(user);
            _students[user.Id] = internalId;
        }

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from value in _course.Values
            let gradeObject = _course.GradeObjects.Single(one => one.Id == value.Key.Object)
            where gradeObject.Type == BrightspaceGradeType.Numeric
            select (_students[value.Key.User], gradeObject.Name["SM ".Length..], Convert.ToDecimal(value.Value.PointsNumerator, CultureInfo.InvariantCulture));

        public override IEnumerable<string> Beside() =>
            from value in _course.Values
            let gradeObject = _course.GradeObjects.Single(one => one.Id == value.Key.Object)
            where gradeObject.Type == BrightspaceGradeType.Text
            select $"{_students[value.Key.User]} {gradeObject.Name} {value.Value.Text}";

        public override IEnumerable<string> BesideOf(SectionResult result) =>
            [$"{result.Student.InternalId} SM readiness {result.Section} {result.Readiness}"];

        public void ExpireTokens() => Stub.Tokens.ExpireAll();

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _key.Dispose();
        }
    }
}
