using System.Globalization;
using FakeCampus.Moodle;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class MoodleConformance() : LookupTargetConformance(new MoodleSchool())
{
    private sealed class MoodleSchool : School
    {
        private readonly MoodleStub _stub;
        private readonly Dictionary<string, string> _fields = Sections.ToDictionary(section => $"sm{section.ToLowerInvariant()}");

        public MoodleSchool()
        {
            _stub = new MoodleStub(new MoodleCampus(), Clock);
            _stub.Campus.DefineProfileFields(_fields.Keys);
            Faults = new StubFaultPlan(_stub);
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "Moodle",
            ["BaseUrl"] = _stub.BaseUrl.ToString(),
            ["Token"] = _stub.Token,
            ["ProfileFields:LifeFactors"] = "smlifefactors",
            ["ProfileFields:Math"] = "smmath",
            ["ProfileFields:Reading"] = "smreading",
            ["Concurrency"] = "1",
        };

        public override IFaults Faults { get; }

        public override IReadOnlyList<string> Violations => [.. _stub.Violations.All.Select(one => $"{one}")];

        public override long RequestCount => _stub.RequestCount;

        public override Task StartAsync(CancellationToken cancel) => _stub.StartAsync(cancel);

        public override void Enrol(string internalId, string email) =>
            _stub.Campus.AddUser(internalId.ToLowerInvariant(), internalId, email);

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from user in _stub.Campus.Users
            from field in user.ProfileFields
            select (user.IdNumber, _fields[field.Key], decimal.Parse(field.Value, CultureInfo.InvariantCulture));

        public override ValueTask DisposeAsync() => _stub.DisposeAsync();
    }
}
