using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FakeCampus.Serving;
using Microsoft.Extensions.Time.Testing;

namespace FakeCampus.Tests.Serving;

/// <summary>A started stub and a raw client of it.</summary>
public abstract class StubTest<TStub> : IAsyncLifetime
    where TStub : StubServer
{
    private HttpClient? _client;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 9, 1, 9, 0, 0, TimeSpan.Zero));

    protected TStub Stub { get; private set; } = null!;

    protected HttpClient Client => _client!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Stub = Make();
        await Stub.StartAsync(Stop);
        _client = new HttpClient { BaseAddress = Stub.BaseUrl };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (Stub is not null)
            await Stub.DisposeAsync();

        GC.SuppressFinalize(this);
    }

    protected abstract TStub Make();

    protected void Carry(string token) =>
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    protected Task<HttpResponseMessage> Get(string target) => Client.GetAsync(target, Stop);

    protected Task<HttpResponseMessage> Send(string method, string target, string json) => Client.SendAsync(
        new HttpRequestMessage(new HttpMethod(method), target)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        },
        Stop);

    protected Task<HttpResponseMessage> Form(string target, params (string Name, string Value)[] fields) =>
        Client.PostAsync(
            target, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Stop);

    protected static async Task<JsonNode?> Read(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop));

    protected static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
