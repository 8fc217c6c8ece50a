using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FakeCampus.XApi;
using Microsoft.Extensions.Time.Testing;

namespace FakeCampus.Tests.XApi;

/// <summary>A store with one account and a client that holds its credentials.</summary>
public abstract class XApiTest : IAsyncLifetime
{
    protected const string Id = "3f0c1d52-6d1e-5a53-9d0d-0d7c1f6f2a11";

    private XApiStub? _stub;
    private HttpClient? _client;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 9, 1, 9, 0, 0, TimeSpan.Zero));

    protected XApiStub Stub => _stub!;

    protected HttpClient Client => _client!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var store = new XApiStore { Clock = Clock };
        store.SetAccount(new XApiAccount("connector", "s3cret"));
        _stub = new XApiStub(store);
        await _stub.StartAsync(Stop);
        _client = ClientWith("connector", "s3cret");
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_stub is not null)
            await _stub.DisposeAsync();

        GC.SuppressFinalize(this);
    }

    protected HttpClient ClientWith(string user, string password, string? version = "1.0.3")
    {
        var client = new HttpClient { BaseAddress = Stub.BaseUrl };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        if (version is not null)
            client.DefaultRequestHeaders.Add("X-Experience-API-Version", version);

        return client;
    }

    /// <summary>A valid statement of a student, changed as the test wants.</summary>
    protected static JsonObject Statement(string? id = Id, Action<JsonObject>? change = null)
    {
        var statement = JsonNode.Parse("""
            {"actor":{"account":{"homePage":"https://sis.fakecampus.test","name":"S77"}},
             "verb":{"id":"http://adlnet.gov/expapi/verbs/completed","display":{"en-US":"completed"}},
             "object":{"id":"https://readiness.fakecampus.test/sections/LifeFactors",
              "definition":{"type":"http://adlnet.gov/expapi/activities/assessment","name":{"en-US":"Life Factors"}}},
             "result":{"success":false,"score":{"scaled":0.58,"raw":58,"min":0,"max":100},
              "extensions":{"https://readiness.fakecampus.test/subscales":{"place":61}}},
             "timestamp":"2026-08-31T10:20:30Z"}
            """)!.AsObject();
        if (id is not null)
            statement["id"] = id;

        change?.Invoke(statement);
        return statement;
    }

    protected Task<HttpResponseMessage> Put(JsonNode statement, string id = Id) =>
        Client.PutAsync($"xAPI/statements?statementId={id}", Json(statement), Stop);

    protected Task<HttpResponseMessage> Post(JsonNode body) => Client.PostAsync("xAPI/statements", Json(body), Stop);

    protected static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    protected static async Task<JsonNode> Read(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
}
