using System.Text.Json;
using FakeCampus.OneRoster;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class OneRosterTruth() : TruthConformance(static () => new OneRosterConformance.Roster());

public sealed class OneRosterConformance() : RenewingTargetConformance(new Roster())
{
    internal sealed class Roster : StubSchool<OneRosterStub>, IRenewsTokens
    {
        public Roster()
            : base(clock => new OneRosterStub(new OneRosterCampus { Clock = clock }))
        {
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "OneRoster",
            ["Concurrency"] = $"{Concurrency}",
            ["BaseUrl"] = Stub.BaseUrl.ToString(),
            ["TokenUrl"] = new Uri(Stub.BaseUrl, "token").ToString(),
            ["ClientId"] = Stub.Tokens.ClientId,
            ["ClientSecret"] = Stub.Tokens.ClientSecret,
            ["Provision"] = "true",
        };

        public override void Enrol(string internalId, string email) =>
            Stub.Campus.AddUser(new OneRosterUser($"user-{internalId[1..]}", internalId, email, "Quentin", "Testperson"));

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from result in Stub.Campus.Results
            join user in Stub.Campus.Users on Reference(result.Content, "student") equals user.SourcedId
            select (user.Identifier, Reference(result.Content, "assessmentLineItem")["sm-".Length..],
                result.Content.GetProperty("score").GetDecimal());

        public void ExpireTokens() => Stub.Tokens.ExpireAll();

        private static string Reference(JsonElement content, string name) =>
            content.GetProperty(name).GetProperty("sourcedId").GetString()!;
    }
}
