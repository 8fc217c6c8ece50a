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

        public override decimal? SeenByTeacher(string student, string section) => Stub.Campus.SeenByTeacher()
            .Where(grade => grade.LineItem == $"sm-{section}" && grade.Student.SourcedId == $"user-{student[1..]}")
            .Select(grade => (decimal?)(grade.Score * 100 / (grade.Maximum ?? 100)))
            .SingleOrDefault();

        public override IReadOnlyList<ItemCondition> Conditions =>
        [
            new ItemCondition("a line item of 50 points", (_, section) => Set(section, maximum: 50), static (_, _) => { }) { IsHarmless = true },
            new("a line item to be deleted", (_, section) => Set(section, status: "tobedeleted"), (_, section) => Set(section)),
            new("a line item worth nothing", (_, section) => Set(section, maximum: 0), (_, section) => Set(section)),
            new("a line item that starts at 10", (_, section) => Set(section, minimum: 10), (_, section) => Set(section)),
            OfSystem("a gradebook that drops what is new", new OneRosterKeeping { Drops = true }),
            OfSystem("a gradebook that is closed", new OneRosterKeeping { IsClosed = true }),
            new(
                "a roster that wants both scopes",
                (_, _) => Stub.Campus.NeedsBothRosterScopes = true, (_, _) => Stub.Campus.NeedsBothRosterScopes = false),
            new(
                "a user to be deleted",
                (student, _) => Change(student, user => user with { Status = "tobedeleted" }),
                (student, _) => Change(student, user => user with { Status = "active" })),
            new ItemCondition(
                "a number in the preferred place",
                (student, _) => Change(student, user => user with { Identifier = "", UserIds = [new OneRosterUserId("SIS", student)] }),
                static (_, _) => { }) { IsHarmless = true },
        ];

        public void ExpireTokens() => Stub.Tokens.ExpireAll();

        private ItemCondition OfSystem(string name, OneRosterKeeping keeping) =>
            new(name, (_, _) => Stub.Campus.Keeping = keeping, (_, _) => Stub.Campus.Keeping = OneRosterKeeping.AsSent);

        private void Set(string section, decimal minimum = 0, decimal maximum = 100, string status = "active") =>
            Stub.Campus.SetLineItem($"sm-{section}", minimum, maximum, status);

        private void Change(string student, Func<OneRosterUser, OneRosterUser> change) =>
            Stub.Campus.ReplaceUser(change(Stub.Campus.Users.Single(user => user.SourcedId == $"user-{student[1..]}")));

        private static string Reference(JsonElement content, string name) =>
            content.GetProperty(name).GetProperty("sourcedId").GetString()!;
    }
}
