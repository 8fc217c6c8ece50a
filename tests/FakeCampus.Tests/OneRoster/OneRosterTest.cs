using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FakeCampus.OneRoster;
using Microsoft.Extensions.Time.Testing;

namespace FakeCampus.Tests.OneRoster;

/// <summary>A small school that speaks OneRoster and a client with a token for every scope.</summary>
public abstract class OneRosterTest : IAsyncLifetime
{
    protected const string Gradebook = "ims/oneroster/gradebook/v1p2/";
    protected const string LineItemPath = Gradebook + "assessmentLineItems/sm-LifeFactors";
    protected const string ResultPath = Gradebook + "assessmentResults/sm-4711-LifeFactors";
    protected const string UsersPath = "ims/oneroster/rostering/v1p2/users";

    private OneRosterStub? _stub;
    private HttpClient? _client;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 9, 1, 9, 0, 0, TimeSpan.Zero));

    protected OneRosterStub Stub => _stub!;

    protected OneRosterCampus Campus => Stub.Campus;

    protected HttpClient Client => _client!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var campus = new OneRosterCampus { Clock = Clock };
        campus.AddUser(new OneRosterUser(
            "u1", "S77", "quill.o'inkwell@students.fakecampus.test", "Quill", "O'Inkwell"));
        campus.AddUser(new OneRosterUser("u2", "S78", null, "Sable", "Rook"));
        _stub = new OneRosterStub(campus);
        await _stub.StartAsync(Stop);
        _client = new HttpClient { BaseAddress = Stub.BaseUrl };
        await SignIn([.. OneRosterScopes.All]);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_stub is not null)
            await _stub.DisposeAsync();

        GC.SuppressFinalize(this);
    }

    protected async Task SignIn(params string[] scopes)
    {
        var answer = await Read(await Token(Stub.Tokens.ClientSecret, scopes));
        Client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", answer["access_token"]!.GetValue<string>());
    }

    protected async Task<HttpResponseMessage> Token(string secret, params string[] scopes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "token");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Stub.Tokens.ClientId}:{secret}")));
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = string.Join(' ', scopes),
        });
        return await Client.SendAsync(request, Stop);
    }

    /// <summary>A valid line item in its envelope; the change sees the object inside.</summary>
    protected static JsonObject LineItem(Action<JsonObject>? change = null) => Envelope("assessmentLineItem", """
        {"sourcedId":"sm-LifeFactors","status":"active","dateLastModified":"2026-08-31T10:20:30.000Z",
         "title":"Life Factors","resultValueMin":0,"resultValueMax":100}
        """, change);

    /// <summary>A valid result in its envelope; the change sees the object inside.</summary>
    protected static JsonObject Result(Action<JsonObject>? change = null) => Envelope("assessmentResult", """
        {"sourcedId":"sm-4711-LifeFactors","status":"active","dateLastModified":"2026-08-31T10:20:30.000Z",
         "assessmentLineItem":{"href":"https://sis.fakecampus.test/assessmentLineItems/sm-LifeFactors",
          "sourcedId":"sm-LifeFactors","type":"assessmentLineItem"},
         "student":{"href":"https://sis.fakecampus.test/users/u1","sourcedId":"u1","type":"user"},
         "score":58,"textScore":"question","scoreDate":"2026-08-31","scoreStatus":"fully graded",
         "metadata":{"subscales":{"place":61}}}
        """, change);

    protected Task<HttpResponseMessage> Put(string path, JsonNode body) => Client.PutAsync(
        path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), Stop);

    protected Task<HttpResponseMessage> Users(string filter, string more = "") =>
        Client.GetAsync($"{UsersPath}?filter={Uri.EscapeDataString(filter)}{more}", Stop);

    protected static async Task<JsonNode> Read(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;

    protected static async Task<string> Minor(HttpResponseMessage response) =>
        (await Read(response))["imsx_CodeMinor"]!["imsx_codeMinorField"]![0]!["imsx_codeMinorFieldValue"]!.ToString();

    private static JsonObject Envelope(string kind, string json, Action<JsonObject>? change)
    {
        var content = JsonNode.Parse(json)!.AsObject();
        change?.Invoke(content);
        return new JsonObject { [kind] = content };
    }
}
