using System.Text.Json;
using FakeCampus.OneRoster;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class OneRosterConformance() : RenewingTargetConformance(new Roster())
{
    private sealed class Roster : RenewingSchool
    {
        private readonly OneRosterStub _stub;

        public Roster() => _stub = new OneRosterStub(new OneRosterCampus { Clock = Clock });

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "OneRoster",
            ["Concurrency"] = $"{Concurrency}",
            ["BaseUrl"] = _stub.BaseUrl.ToString(),
            ["TokenUrl"] = new Uri(_stub.BaseUrl, "token").ToString(),
            ["ClientId"] = _stub.Tokens.ClientId,
            ["ClientSecret"] = _stub.Tokens.ClientSecret,
            ["Provision"] = "true",
        };

        public override IFaults Faults => new StubFaultPlan(_stub);

        public override IReadOnlyList<string> Violations => [.. _stub.Violations.All.Select(each => $"{each.Key} {each.Value}")];

        public override long RequestCount => _stub.RequestCount;

        public override Task StartAsync(CancellationToken cancel) => _stub.StartAsync(cancel);

        public override void Enrol(string internalId, string email) =>
            _stub.Campus.AddUser(new OneRosterUser($"user-{internalId[1..]}", internalId, email, "Quentin", "Testperson"));

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from result in _stub.Campus.Results
            join user in _stub.Campus.Users on Reference(result.Content, "student") equals user.SourcedId
            select (user.Identifier, Reference(result.Content, "assessmentLineItem")["sm-".Length..],
                result.Content.GetProperty("score").GetDecimal());

        public override void ExpireTokens() => _stub.Tokens.ExpireAll();

        public override int RefusedTokens => _stub.Requests.Count(request => request.Status == 401);

        public override ValueTask DisposeAsync() => _stub.DisposeAsync();

        private static string Reference(JsonElement content, string name) =>
            content.GetProperty(name).GetProperty("sourcedId").GetString()!;
    }
}
