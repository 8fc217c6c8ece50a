using System.Security.Cryptography;
using FakeCampus.Brightspace;
using FakeCampus.Serving;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Credentials;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Brightspace;

/// <summary>A Brightspace with one course offering, and a connector that sends to it with a signed assertion.</summary>
internal sealed class BrightspaceSchool : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly FakeTimeProvider _clock = new(TargetHost.Start);
    private IEnumerable<(string Key, string? Value)> _settings = [];

    private BrightspaceSchool(Func<TimeProvider, Violations, TokenIssuer>? tokens)
    {
        Stub = new BrightspaceStub(new BrightspaceCampus(), _clock, tokens);
        Course = Stub.Campus.AddOrgUnit();
    }

    public BrightspaceStub Stub { get; }

    public BrightspaceOrgUnit Course { get; }

    public TargetHost Connector { get; private set; } = null!;

    public static Task<BrightspaceSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings) =>
        OpenAsync(null, _ => settings);

    /// <summary>Opens the school with another issuer of tokens, and settings that depend on it.</summary>
    public static async Task<BrightspaceSchool> OpenAsync(
        Func<TimeProvider, Violations, TokenIssuer>? tokens,
        Func<BrightspaceStub, IEnumerable<(string Key, string? Value)>> settings)
    {
        var school = new BrightspaceSchool(tokens);
        await school.Stub.StartAsync(TestContext.Current.CancellationToken);
        school.Stub.Tokens.Trust(school._key, school.TokenUrl);
        school._settings = settings(school.Stub);
        school.Connector = school.Connect(new MemoryNamedValues());
        return school;
    }

    private string TokenUrl => new Uri(Stub.BaseUrl, "core/connect/token").ToString();

    /// <summary>Another connector with the same configuration.</summary>
    public TargetHost Connect(MemoryNamedValues store, params IEnumerable<(string Key, string? Value)> settings) => new(
        _clock, builder => builder.AddBrightspace(),
        [
            ("Type", "Brightspace"),
            ("BaseUrl", Stub.BaseUrl.ToString()),
            ("TokenUrl", TokenUrl),
            ("ClientId", Stub.Tokens.ClientId),
            ("PrivateKey", _key.ExportPkcs8PrivateKeyPem()),
            ("KeyId", "key-1"),
            ("OrgUnit", $"{Course.Id}"),
            ("GradeObjects:LifeFactors", "SM Life Factors"),
            ("GradeObjects:Completion", "SM complete"),
            ("TextObjects:LifeFactors", "SM readiness"),
            ("TextObjects:Completion", "SM state"),
            ("Provision", "true"),
            .. _settings,
            .. settings,
        ],
        store);

    public BrightspaceUser Enrol(string id, string? email = null)
    {
        var user = Stub.Campus.AddUser(id, $"{id}.{Stub.Campus.Users.Count}", email ?? $"{id}@school.example");
        Course.Enrol(user);
        return user;
    }

    public BrightspaceGradeValue Value(string name, BrightspaceUser user) => Course.Value(Object(name), user)!;

    public BrightspaceGradeObject Object(string name) => Assert.Single(Course.GradeObjects, one => one.Name == name);

    public async ValueTask DisposeAsync()
    {
        Connector.Dispose();
        _key.Dispose();
        await Stub.DisposeAsync();
    }
}
