using FakeCampus.XApi;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.XApi;

/// <summary>A learning record store, and a connector that sends to it.</summary>
internal sealed class XApiSchool : IAsyncDisposable
{
    public const string User = "smartermeasure";
    public const string Password = "canary-password:é";

    private XApiSchool(XApiStub stub, SchoolConnector connector) => (Stub, Connector) = (stub, connector);

    public XApiStub Stub { get; }

    public XApiStore Store => Stub.Store;

    public SchoolConnector Connector { get; }

    public static async Task<XApiSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero));
        var store = new XApiStore { Clock = clock };
        store.SetAccount(new XApiAccount(User, Password));
        var stub = new XApiStub(store);
        await stub.StartAsync(TestContext.Current.CancellationToken);
        return new XApiSchool(stub, Connect(new Uri(stub.BaseUrl, "xAPI/"), clock, settings));
    }

    public static SchoolConnector Connect(
        Uri baseUrl, FakeTimeProvider clock, params IEnumerable<(string Key, string? Value)> settings) => new(
        builder => builder.AddXApi(),
        clock,
        [
            ("Type", "XApi"), ("BaseUrl", baseUrl.ToString()), ("Username", User), ("Password", Password),
            ("HomePage", "https://sis.example.edu"), ("ActivityBase", "https://smartermeasure.example.edu"), .. settings,
        ]);

    /// <summary>Sends results of different students in one call; null when the store refused all of them.</summary>
    public Task<IReadOnlyList<DeliveryOutcome>?> DeliverTogetherAsync(IReadOnlyList<SectionResult> results) =>
        Connector.DeliverTogetherAsync(results);

    public async ValueTask DisposeAsync()
    {
        Connector.Dispose();
        await Stub.DisposeAsync();
    }
}
