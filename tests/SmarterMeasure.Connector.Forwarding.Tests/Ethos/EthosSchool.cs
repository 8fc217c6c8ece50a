using FakeCampus.Ethos;
using Microsoft.Extensions.Time.Testing;

namespace SmarterMeasure.Connector.Forwarding.Tests.Ethos;

/// <summary>A college behind Ethos Integration with one registered test, and a connector that sends to it.</summary>
internal sealed class EthosSchool : IAsyncDisposable
{
    public const string ApiKey = "canary-ethos-key-7711";

    private EthosSchool(EthosStub stub, SchoolConnector connector, EthosAssessment assessment) =>
        (Stub, Connector, Assessment) = (stub, connector, assessment);

    public EthosStub Stub { get; }

    public EthosCampus Campus => Stub.Campus;

    public SchoolConnector Connector { get; }

    public EthosAssessment Assessment { get; }

    public static async Task<EthosSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero));
        var campus = new EthosCampus { Clock = clock };
        campus.SetKey(ApiKey);
        var assessment = campus.AddAssessment("SMLF", "SmarterMeasure Life Factors");
        var stub = new EthosStub(campus);
        await stub.StartAsync(TestContext.Current.CancellationToken);
        return new EthosSchool(stub, Connect(stub.BaseUrl, clock, assessment.Id.ToString(), settings), assessment);
    }

    public static SchoolConnector Connect(
        Uri baseUrl, FakeTimeProvider clock, string assessment, IEnumerable<(string Key, string? Value)> settings) => new(
        builder => builder.AddEthos(),
        clock,
        [
            ("Type", "Ethos"), ("BaseUrl", baseUrl.ToString()), ("ApiKey", ApiKey),
            ("Assessments:LifeFactors", assessment), .. settings,
        ]);

    public EthosPerson Enrol(string bannerId, string? email = null) =>
        Campus.AddPerson("Quentin Testperson", email, new EthosCredential("bannerId", bannerId));

    public IReadOnlyList<string> Calls() => [.. Stub.Requests.Select(request => $"{request.Method} {request.Path}")];

    public async ValueTask DisposeAsync()
    {
        Connector.Dispose();
        await Stub.DisposeAsync();
    }
}
