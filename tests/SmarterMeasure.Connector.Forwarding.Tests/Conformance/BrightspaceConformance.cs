using System.Globalization;
using System.Security.Cryptography;
using FakeCampus.Brightspace;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class BrightspaceTruth() : TruthConformance(static () => new BrightspaceConformance.BrightspaceSchool(hasItems: true));

public sealed class BrightspaceConformance() : RenewingTargetConformance(new BrightspaceSchool())
{
    internal sealed class BrightspaceSchool : StubSchool<BrightspaceStub>, IRenewsTokens
    {
        private readonly RSA _key = RSA.Create(2048);
        private readonly BrightspaceOrgUnit _course;
        private readonly Dictionary<long, string> _students = [];

        /// <param name="hasItems">Whether the grade objects are there already, as a teacher made them.</param>
        public BrightspaceSchool(bool hasItems = false)
            : base(clock => new BrightspaceStub(new BrightspaceCampus(), clock: clock))
        {
            _course = Stub.Campus.AddOrgUnit();
            foreach (var section in hasItems ? Sections : [])
                _course.Add($"SM {section}", BrightspaceGradeType.Numeric);
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

        public override decimal? SeenByTeacher(string student, string section) =>
            ObjectOf(section) is { } item && _course.Shown(item, UserOf(student)) is { Percent: { } percent } ? (decimal)percent : null;

        // See docs/brightspace.md.
        public override IReadOnlyList<ItemCondition> Conditions =>
        [
            OfItem("50 points", one => one with { MaxPoints = 50 }) with { IsHarmless = true },
            OfItem("0 points", one => one with { MaxPoints = 0 }),
            OfItem("pass or fail", one => one with { Type = BrightspaceGradeType.PassFail }),
            OfItem("a select box", one => one with { Type = BrightspaceGradeType.SelectBox }),
            OfItem("a text", one => one with { Type = BrightspaceGradeType.Text }),
            OfItem("calculated", one => one with { Type = BrightspaceGradeType.Calculated }),
            OfItem("hidden from students", one => one with { IsHidden = true }) with { IsHarmless = true },
            new(
                "withdrawn",
                (student, _) => _course.Withdraw(UserOf(student)),
                (student, _) => _course.Enrol(UserOf(student))),
        ];

        private BrightspaceGradeObject? ObjectOf(string section) => _course.GradeObjects.FirstOrDefault(one => one.Name == $"SM {section}");

        private BrightspaceUser UserOf(string student)
        {
            var number = _students.Single(one => one.Value == student).Key;
            return Stub.Campus.Users.Single(user => user.Id == number);
        }

        private ItemCondition OfItem(string name, Func<BrightspaceGradeObject, BrightspaceGradeObject> plant) => new(
            name,
            (_, section) => _course.Change(ObjectOf(section)!, plant),
            (_, section) => _course.Change(
                ObjectOf(section)!, one => new BrightspaceGradeObject(one.Id, one.Name, BrightspaceGradeType.Numeric)));

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
