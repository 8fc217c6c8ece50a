using FakeCampus.XApi;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>A learning record store, and a connector that sends to it in batches, as is the default.</summary>
internal sealed class RecordStore : StubSchool<XApiStub>
{
    private readonly IReadOnlyList<(string Key, string? Value)> _settings;

    /// <param name="settings">What is configured otherwise.</param>
    public RecordStore(params IReadOnlyList<(string Key, string? Value)> settings)
        : base(static clock => new XApiStub(new XApiStore { Clock = clock }))
    {
        _settings = settings;
        Stub.Store.SetAccount(new XApiAccount("smartermeasure", "canary-password"));
    }

    public override IReadOnlyDictionary<string, string?> Settings
    {
        get
        {
            var settings = new Dictionary<string, string?>
            {
                ["Type"] = "XApi",
                ["Concurrency"] = $"{Concurrency}",
                ["BaseUrl"] = new Uri(Stub.BaseUrl, "xAPI").ToString(),
                ["Username"] = "smartermeasure",
                ["Password"] = "canary-password",
                ["HomePage"] = "https://sis.example.edu",
                ["ActivityBase"] = "https://smartermeasure.example.edu",
            };
            foreach (var (key, value) in _settings)
                settings[key] = value;
            return settings;
        }
    }

    public override bool KeepsOlder => true;

    // A store knows no students.
    public override void Enrol(string internalId, string email)
    {
    }

    public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
        from statement in Stub.Store.Statements
        let sent = statement.Sent
        select (
            sent["actor"]!["account"]!["name"]!.GetValue<string>(),
            sent["object"]!["id"]!.GetValue<string>().Split('/')[^1],
            sent["result"]!["score"]!["raw"]!.GetValue<decimal>());
}
