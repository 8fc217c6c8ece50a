using System.Net;
using FakeCampus.Canvas;

namespace FakeCampus.Tests.Canvas;

public sealed class DeveloperKeyTests : CanvasTest
{
    private CanvasDeveloperKey Key => Stub.Campus.DeveloperKey;

    [Fact]
    public async Task A_refresh_token_is_used_again_and_each_use_ends_the_access_token_before()
    {
        var refreshToken = Key.GrantRefreshToken();
        var first = await RenewAsync(refreshToken);
        var second = await RenewAsync(refreshToken);

        Assert.Equal(HttpStatusCode.Unauthorized, await ProfileAsync(first));
        Assert.Equal(HttpStatusCode.OK, await ProfileAsync(second));
        Assert.Equal(2, Key.Issued);
    }

    [Fact]
    public async Task An_access_token_ends_with_its_hour()
    {
        var token = await RenewAsync(Key.GrantRefreshToken());

        Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(HttpStatusCode.OK, await ProfileAsync(token));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await ProfileAsync(token));
    }

    [Theory]
    [InlineData("grant_type", "client_credentials", 400, "invalid_scope")]
    [InlineData("grant_type", "password", 400, "unsupported_grant_type")]
    [InlineData("client_id", "7", 401, "invalid_client")]
    [InlineData("client_secret", "wrong", 401, "invalid_client")]
    [InlineData("refresh_token", "unknown", 400, "invalid_request")]
    public async Task Anything_wrong_is_refused(string field, string value, int status, string error)
    {
        var form = Form(Key.GrantRefreshToken());
        form[field] = value;

        var response = await AskAsync(new FormUrlEncodedContent(form));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(error, (await Read(response))["error"]!.GetValue<string>());
        Assert.Equal(0, Key.Issued);
    }

    [Fact]
    public async Task Secrets_are_not_kept_in_the_log_of_requests()
    {
        var refreshToken = Key.GrantRefreshToken();
        await RenewAsync(refreshToken);

        var kept = Assert.Single(Stub.Requests).Body;
        Assert.DoesNotContain(refreshToken, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.ClientSecret, kept, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Form(string refreshToken) => new()
    {
        ["grant_type"] = "refresh_token",
        ["client_id"] = Key.ClientId,
        ["client_secret"] = Key.ClientSecret,
        ["refresh_token"] = refreshToken,
    };

    private async Task<string> RenewAsync(string refreshToken)
    {
        var answer = await Read(await AskAsync(new FormUrlEncodedContent(Form(refreshToken))));

        // Canvas gives no other refresh token: the same one is used again.
        Assert.Null(answer["refresh_token"]);
        Assert.Equal(3600, answer["expires_in"]!.GetValue<int>());
        return answer["access_token"]!.GetValue<string>();
    }

    private async Task<HttpResponseMessage> AskAsync(FormUrlEncodedContent form)
    {
        using var client = ClientWith(null);
        return await client.PostAsync("login/oauth2/token", form, Stop);
    }

    private async Task<HttpStatusCode> ProfileAsync(string token)
    {
        using var client = ClientWith(token);
        return (await client.GetAsync($"api/v1/users/{Student.Id}/profile", Stop)).StatusCode;
    }
}
