using System.Net;
using FakeCampus.Canvas;

namespace FakeCampus.Tests.Canvas;

public sealed class TokenTests : CanvasTest
{
    [Theory]
    [InlineData(null, "user authorization required")]
    [InlineData("7~unknown", "Invalid access token.")]
    public async Task Without_a_known_token_nothing_is_done(string? token, string message)
    {
        using var client = ClientWith(token);

        var response = await client.PutAsync(SubmissionPath, GradeBody("13"), Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(message, (await Read(response))["errors"]![0]!["message"]!.GetValue<string>());
        Assert.Empty(Course.Submissions);
    }

    [Fact]
    public async Task A_token_can_expire_and_be_renewed_while_serving()
    {
        Stub.Campus.SetToken(Token, TokenState.Expired);
        var expired = await Grade("13");
        Stub.Campus.SetToken(Token);
        var renewed = await Grade("13");

        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);
        Assert.True(expired.Headers.WwwAuthenticate.Count > 0);
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
    }

    [Fact]
    public async Task A_missing_permission_is_told_apart_from_a_bad_token()
    {
        Stub.Campus.SetToken(Token, TokenState.WithoutPermission);
        string[] paths = [SubmissionPath, $"api/v1/users/{Student.Id}/profile", "api/v1/accounts/self/users?search_term=quill"];

        foreach (var path in paths)
        {
            var response = await Client.GetAsync(path, Stop);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal("unauthorized", (await Read(response))["status"]!.GetValue<string>());
            Assert.Empty(response.Headers.WwwAuthenticate);
        }
    }

    [Fact]
    public async Task A_call_outside_of_enforced_scopes_gets_neither_a_challenge_nor_a_status()
    {
        Stub.Campus.Scopes = new HashSet<string> { "url:GET|/api/v1/accounts/:account_id/users" };
        const string Search = "api/v1/accounts/self/users?search_term=quill&include[]=email";

        var refused = await Client.GetAsync(SubmissionPath, Stop);
        var without = (await Read(await Client.GetAsync(Search, Stop)))[0]!.AsObject();
        Stub.Campus.AllowsIncludes = true;
        var with = (await Read(await Client.GetAsync(Search, Stop)))[0]!.AsObject();

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Empty(refused.Headers.WwwAuthenticate);
        Assert.Null((await Read(refused))["status"]);
        Assert.False(without.ContainsKey("email"));
        Assert.True(with.ContainsKey("email"));
    }
}
