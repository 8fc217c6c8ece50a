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

    // A reader takes the newest of a section.
    public override decimal? SeenByTeacher(string student, string section) => Stub.Store.Seen
        .Where(statement => $"{statement.Sent["actor"]!["account"]!["name"]}" == student
            && $"{statement.Sent["object"]!["id"]}".EndsWith($"/{section}", StringComparison.Ordinal))
        .OrderBy(statement => $"{statement.Sent["timestamp"]}", StringComparer.Ordinal)
        .Select(statement => (decimal?)statement.Sent["result"]!["score"]!["raw"]!.GetValue<double>())
        .LastOrDefault();

    public override IReadOnlyList<ItemCondition> Conditions =>
    [
        Of("numbers of 32 bits", () => Stub.Store.HasSinglePrecision = true, static () => { }) with { IsHarmless = true },
        Of("a store that refuses what it knows", () => Stub.Store.RefusesKnown = true, static () => { }) with { IsHarmless = true },
        Of("a store that loses what is new", () => Stub.Store.Drops = true, () => Stub.Store.Drops = false),
        Of("no right to write", () => SetRights(mayWrite: false), () => SetRights()),
        Of("no right to read", () => SetRights(mayRead: false), () => SetRights()) with { IsHarmless = true },
        Of("a store of another version", () => Stub.Store.Versions = ["2.0.0"], () => Stub.Store.Versions = ["1.0.3"]),
    ];

    private static ItemCondition Of(string name, Action plant, Action mend) => new(name, (_, _) => plant(), (_, _) => mend());

    private void SetRights(bool mayWrite = true, bool mayRead = true) =>
        Stub.Store.SetAccount(new XApiAccount("smartermeasure", "canary-password", mayWrite, mayRead));
}
