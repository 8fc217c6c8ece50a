using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FakeCampus.Ethos;
using Microsoft.Extensions.Time.Testing;

namespace FakeCampus.Tests.Ethos;

/// <summary>A small college behind Ethos and a client that has signed in.</summary>
public abstract class EthosTest : IAsyncLifetime
{
    protected const string ApiKey = "c0ffee00-key";
    protected const string V16 = "application/vnd.hedtech.integration.v16+json";
    protected const string ScoresPath = "api/student-aptitude-assessments";

    private EthosStub? _stub;
    private HttpClient? _client;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 9, 1, 9, 0, 0, TimeSpan.Zero));

    protected EthosStub Stub => _stub!;

    protected EthosCampus Campus => Stub.Campus;

    protected HttpClient Client => _client!;

    protected EthosPerson Student { get; private set; } = null!;

    protected EthosAssessment Assessment { get; private set; } = null!;

    protected Guid Source { get; private set; }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var campus = new EthosCampus { Clock = Clock };
        campus.SetKey(ApiKey);
        campus.AddPerson("Sable Rook", "sable@students.fakecampus.test", new EthosCredential("bannerId", "S76"));
        Student = campus.AddPerson(
            "Quill Inkwell", "quill@students.fakecampus.test",
            new EthosCredential("bannerId", "S77"), new EthosCredential("bannerUserName", "quill"));
        Assessment = campus.AddAssessment("SMLF", "Life Factors");
        Source = campus.AddSource();
        _stub = new EthosStub(campus);
        await _stub.StartAsync(Stop);
        _client = new HttpClient { BaseAddress = Stub.BaseUrl };
        await SignIn();
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_stub is not null)
            await _stub.DisposeAsync();

        GC.SuppressFinalize(this);
    }

    protected async Task SignIn() => Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
        "Bearer", await (await Token(ApiKey, "?expirationMinutes=60")).Content.ReadAsStringAsync(Stop));

    protected async Task<HttpResponseMessage> Token(string apiKey, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"auth{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return await Client.SendAsync(request, Stop);
    }

    /// <summary>A body that creates a score, changed as the test wants.</summary>
    protected JsonObject Score(Action<JsonObject>? change = null)
    {
        var score = new JsonObject
        {
            ["id"] = Guid.Empty.ToString(),
            ["student"] = new JsonObject { ["id"] = Student.Id.ToString() },
            ["assessment"] = new JsonObject { ["id"] = Assessment.Id.ToString() },
            ["assessedOn"] = "2026-08-31",
            ["score"] = new JsonObject { ["type"] = "numeric", ["value"] = 58 },
            ["source"] = new JsonObject { ["id"] = Source.ToString() },
            ["comment"] = "SmarterMeasure question",
        };
        change?.Invoke(score);
        return score;
    }

    protected Task<HttpResponseMessage> Post(JsonNode body) => Send(HttpMethod.Post, ScoresPath, body);

    protected Task<HttpResponseMessage> Get(string target, string? accept = V16) =>
        Send(HttpMethod.Get, target, accept: accept);

    protected async Task<HttpResponseMessage> Send(
        HttpMethod method, string target, JsonNode? body = null, string? accept = V16, string contentType = V16)
    {
        using var request = new HttpRequestMessage(method, target);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);

        if (body is not null)
        {
            request.Content = new StringContent(
                body.ToJsonString(), Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        }

        return await Client.SendAsync(request, Stop);
    }

    protected static string Criteria(string json) => $"?criteria={Uri.EscapeDataString(json)}";

    protected static async Task<JsonNode> Read(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
}
