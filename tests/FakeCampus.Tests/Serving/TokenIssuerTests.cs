using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using FakeCampus.Brightspace;
using FakeCampus.Serving;

namespace FakeCampus.Tests.Serving;

public sealed class TokenIssuerTests : StubTest<BrightspaceStub>
{
    private const string TokenPath = "core/connect/token";
    private const string Audience = "https://auth.fakecampus.test/core/connect/token";

    protected override BrightspaceStub Make() => new(new BrightspaceCampus(), Clock);

    [Fact]
    public async Task A_secret_is_taken_in_a_header_or_in_the_form()
    {
        var form = await Form(
            TokenPath, ("grant_type", "client_credentials"), ("client_id", Stub.Tokens.ClientId),
            ("client_secret", Stub.Tokens.ClientSecret));
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Stub.Tokens.ClientId}:{Stub.Tokens.ClientSecret}")));
        var basic = await Form(TokenPath, ("grant_type", "client_credentials"));
        var wrong = await Form(TokenPath, ("grant_type", "password"));

        Assert.True(Stub.Tokens.IsValid((string?)(await Read(form))!["access_token"]));
        Assert.True(Stub.Tokens.IsValid((string?)(await Read(basic))!["access_token"]));
        Assert.Equal(2, Stub.Tokens.Issued);
        Assert.Equal("unsupported_grant_type", (string?)(await Read(wrong))!["error"]);
        Assert.DoesNotContain(Stub.Tokens.ClientSecret, Stub.Requests[0].Text, StringComparison.Ordinal);
        Assert.Contains("client_secret=***", Stub.Requests[0].Text, StringComparison.Ordinal);
        Assert.Equal("Basic", Stub.Requests[1].Header("authorization"));
    }

    [Fact]
    public async Task A_token_dies_of_age_or_at_once_for_all()
    {
        var old = Stub.Tokens.Issue(out var life);
        Clock.Advance(life);
        var young = Stub.Tokens.Issue(out _);

        Carry(old);
        var expired = await Get("d2l/api/lp/1.53/users/");
        Carry(young);
        var good = await Get("d2l/api/lp/1.53/users/");
        Stub.Tokens.ExpireAll();
        var dead = await Get("d2l/api/lp/1.53/users/");

        Assert.Equal([401, 200, 401], new[] { expired, good, dead }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task A_refresh_token_is_replaced_and_its_second_use_counted()
    {
        var first = Stub.Tokens.GrantRefreshToken();

        var good = await Read(await Refresh(first));
        var reused = await Refresh(first);
        var next = await Refresh((string)good!["refresh_token"]!);

        Assert.NotEqual(first, (string?)good["refresh_token"]);
        Assert.Equal("invalid_grant", (string?)(await Read(reused))!["error"]);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(1, Stub.Violations[Violations.ReusedRefreshToken]);
    }

    [Fact]
    public async Task A_signed_assertion_is_good_once()
    {
        using var key = RSA.Create(2048);
        Stub.Tokens.Trust(key, Audience);
        var assertion = Assertion(key);

        var good = await Present(assertion);
        var again = await Present(assertion);

        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Equal(1, Stub.Violations[Violations.ReusedAssertion]);
    }

    [Fact]
    public async Task An_assertion_of_another_key_audience_person_or_time_is_refused()
    {
        using var key = RSA.Create(2048);
        using var stranger = RSA.Create(2048);
        Stub.Tokens.Trust(key, Audience);

        foreach (var bad in (string[])
        [
            Assertion(stranger), Assertion(key, audience: "https://elsewhere.test"), Assertion(key, subject: "someone"),
            Assertion(key, secondsToLive: 0), Assertion(key, algorithm: "none"), Assertion(key, id: ""), "a.b", "a.b.c",
        ])
            Assert.Equal(HttpStatusCode.Unauthorized, (await Present(bad)).StatusCode);
    }

    private Task<HttpResponseMessage> Refresh(string token) => Form(
        TokenPath, ("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", Stub.Tokens.ClientId),
        ("client_secret", Stub.Tokens.ClientSecret));

    private Task<HttpResponseMessage> Present(string assertion) => Form(
        TokenPath, ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion));

    private string Assertion(
        RSA key, string audience = Audience, string? subject = null, int secondsToLive = 300, string algorithm = "RS256",
        string id = "one")
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var header = Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""");
        var claims = Encode(
            $$"""{"iss":"{{Stub.Tokens.ClientId}}","sub":"{{subject ?? Stub.Tokens.ClientId}}","aud":"{{audience}}","iat":{{now}},"exp":{{now + secondsToLive}},"jti":"{{id}}"}""");
        var signature = key.SignData(
            Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
