using FakeCampus.OneRoster;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Credentials;

namespace SmarterMeasure.Connector.Forwarding.Tests.OneRoster;

/// <summary>A school that speaks OneRoster, and a connector that sends to it.</summary>
internal sealed class OneRosterSchool : IAsyncDisposable
{
    private OneRosterSchool(OneRosterStub stub, SchoolConnector connector) => (Stub, Connector) = (stub, connector);

    public OneRosterStub Stub { get; }

    public OneRosterCampus Campus => Stub.Campus;

    public SchoolConnector Connector { get; }

    public static async Task<OneRosterSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero));
        var stub = new OneRosterStub(new OneRosterCampus { Clock = clock });
        await stub.StartAsync(TestContext.Current.CancellationToken);
        return new OneRosterSchool(
            stub,
            Connect(stub.BaseUrl, clock, [("ClientId", stub.Tokens.ClientId), ("ClientSecret", stub.Tokens.ClientSecret), .. settings]));
    }

    /// <summary>Another process on the same store.</summary>
    public SchoolConnector Restart() => Connect(
        Stub.BaseUrl, Connector.Clock, [("ClientId", Stub.Tokens.ClientId), ("ClientSecret", Stub.Tokens.ClientSecret)], Connector.Store);

    public static SchoolConnector Connect(
        Uri baseUrl, FakeTimeProvider clock, IEnumerable<(string Key, string? Value)> settings, MemoryNamedValues? store = null) => new(
        builder => builder.AddOneRoster(),
        clock,
        store ?? new MemoryNamedValues(),
        [
            ("Type", "OneRoster"), ("BaseUrl", baseUrl.ToString()), ("TokenUrl", new Uri(baseUrl, "token").ToString()),
            ("Provision", "true"),
            .. settings,
        ]);

    public OneRosterUser Enrol(string sourcedId, string identifier, string? email = null, string status = "active") =>
        Campus.AddUser(new OneRosterUser(sourcedId, identifier, email, "Quentin", "Testperson", status));

    public IReadOnlyList<string> Calls() => [.. Stub.Requests.Select(request => $"{request.Method} {request.Path}")];

    public async ValueTask DisposeAsync()
    {
        Connector.Dispose();
        await Stub.DisposeAsync();
    }
}
