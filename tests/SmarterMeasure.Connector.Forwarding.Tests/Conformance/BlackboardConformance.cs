using System.Globalization;
using FakeCampus.Blackboard;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class BlackboardTruth() : TruthConformance(static () => new BlackboardConformance.BlackboardSchool());

public sealed class BlackboardConformance() : RenewingTargetConformance(new BlackboardSchool())
{
    internal sealed class BlackboardSchool : StubSchool<BlackboardStub>, IRenewsTokens
    {
        private readonly BlackboardCourse _course;
        private readonly Dictionary<string, string> _students = new(StringComparer.Ordinal);

        public BlackboardSchool()
            : base(clock => new BlackboardStub(new BlackboardCampus(), clock))
        {
            _course = Stub.Campus.AddCourse("ENG101-F26");
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

        public void ExpireTokens() => Stub.Tokens.ExpireAll();
    }
}
