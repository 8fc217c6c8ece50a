using FakeCampus.XApi;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class XApiConformance() : TargetConformance(new RecordStore())
{
    private sealed class RecordStore : School
    {
        private readonly XApiStub _stub;

        public RecordStore()
        {
            var store = new XApiStore { Clock = Clock };
            store.SetAccount(new XApiAccount("smartermeasure", "canary-password"));
            _stub = new XApiStub(store);
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "XApi",
            ["Concurrency"] = "1", // What is under way cannot be called back when another call is throttled.
            ["BaseUrl"] = new Uri(_stub.BaseUrl, "xAPI").ToString(),
            ["Username"] = "smartermeasure",
            ["Password"] = "canary-password",
            ["HomePage"] = "https://sis.example.edu",
            ["ActivityBase"] = "https://smartermeasure.example.edu",
        };

        public override IFaults Faults => new StubFaultPlan(_stub);

        public override IReadOnlyList<string> Violations => [.. _stub.Violations.All.Select(each => $"{each.Key} {each.Value}")];

        public override long RequestCount => _stub.RequestCount;

        public override Task StartAsync(CancellationToken cancel) => _stub.StartAsync(cancel);

        // A store knows no students.
        public override void Enrol(string internalId, string email)
        {
        }

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from statement in _stub.Store.Statements
            let sent = statement.Sent
            select (
                sent["actor"]!["account"]!["name"]!.GetValue<string>(),
                sent["object"]!["id"]!.GetValue<string>().Split('/')[^1],
                sent["result"]!["score"]!["raw"]!.GetValue<decimal>());

        public override ValueTask DisposeAsync() => _stub.DisposeAsync();
    }
}
