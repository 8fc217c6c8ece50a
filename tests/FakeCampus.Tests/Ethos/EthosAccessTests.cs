using System.Text;
using System.Text.Json.Nodes;
using FakeCampus.Ethos;
using FakeCampus.Serving;

namespace FakeCampus.Tests.Ethos;

public sealed class EthosAccessTests : EthosTest
{
    [Fact]
    public async Task A_key_buys_a_raw_token_that_ends_when_it_says()
    {
        var answer = await Token(ApiKey, "?expirationMinutes=2");
        var token = await answer.Content.ReadAsStringAsync(Stop);
        var claims = JsonNode.Parse(Convert.FromBase64String(Padded(token.Split('.')[1])))!;
        Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Clock.Advance(TimeSpan.FromSeconds(119));
        var alive = await Get(ScoresPath);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var ended = await Get(ScoresPath);

        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeSeconds(), claims["exp"]!.GetValue<long>());
        Assert.Equal((200, 401), ((int)alive.StatusCode, (int)ended.StatusCode));
    }

    [Theory]
    [InlineData("another-key", "", 401)]
    [InlineData(ApiKey, "?expirationMinutes=0", 400)]
    [InlineData(ApiKey, "?expirationMinutes=121", 400)]
    [InlineData(ApiKey, "?expirationMinutes=", 400)]
    public async Task A_token_is_not_given_to_everybody_or_for_ever(string key, string query, int status) =>
        Assert.Equal(status, (int)(await Token(key, query)).StatusCode);

    [Fact]
    public async Task A_revoked_token_is_worth_nothing()
    {
        Stub.RevokeTokens();
        var refused = await Get(ScoresPath);
        await SignIn();

        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Equal(200, (int)(await Get(ScoresPath)).StatusCode);
    }

    [Fact]
    public async Task A_missing_permission_is_a_403_on_its_routes_only()
    {
        Campus.SetKey(ApiKey, EthosPermissions.ViewTestScores);

        Assert.Equal(200, (int)(await Get(ScoresPath)).StatusCode);
        Assert.Equal(403, (int)(await Post(Score())).StatusCode);
        Assert.Equal(403, (int)(await Get("api/aptitude-assessments")).StatusCode);
        Assert.Equal(403, (int)(await Get("api/persons", "application/vnd.hedtech.integration.v12+json")).StatusCode);
        Assert.Empty(Campus.Scores);
    }

    [Theory]
    [InlineData("api/student-aptitude-assessments", null, 406)]
    [InlineData("api/student-aptitude-assessments", "*/*", 406)]
    [InlineData("api/student-aptitude-assessments", "application/json", 406)]
    [InlineData("api/student-aptitude-assessments", "application/vnd.hedtech.integration.v12+json", 406)]
    [InlineData("api/student-aptitude-assessments", "application/vnd.hedtech.integration.v16.2.0+json", 200)]
    [InlineData("api/aptitude-assessments", "application/vnd.hedtech.integration.v6+json", 200)]
    [InlineData("api/persons-credentials", "application/vnd.hedtech.integration.v11+json", 200)]
    [InlineData("api/persons-credentials", V16, 406)]
    public async Task A_resource_is_read_in_a_version_that_it_has(string target, string? accept, int status) =>
        Assert.Equal(status, (int)(await Get(target, accept)).StatusCode);

    [Fact]
    public async Task A_score_is_written_in_a_version_named_twice()
    {
        var wrongContent = await Send(HttpMethod.Post, ScoresPath, Score(), V16, "application/json");
        var wrongAnswer = await Send(HttpMethod.Post, ScoresPath, Score(), "application/json", V16);

        Assert.Equal((415, 406), ((int)wrongContent.StatusCode, (int)wrongAnswer.StatusCode));
        Assert.Empty(Campus.Scores);
    }

    [Fact]
    public async Task Faults_come_in_the_words_of_Ethos_and_nothing_is_written()
    {
        Stub.Faults.Next(StubFault.ServerError);
        Stub.Faults.Next(StubFault.Throttled);

        var broken = await Post(Score());
        var throttled = await Post(Score());
        var written = Campus.Scores.Count;
        await Post(Score());

        Assert.Equal((500, 429, 0), ((int)broken.StatusCode, (int)throttled.StatusCode, written));
        Assert.NotNull((await Read(broken))["errors"]![0]!["code"]);
        Assert.Equal(TimeSpan.FromSeconds(30), throttled.Headers.RetryAfter!.Delta);
        Assert.Equal(1, Stub.Violations[Violations.SentWhileThrottled]);
    }

    [Fact]
    public async Task A_broken_connection_does_not_tell_whether_the_score_was_written()
    {
        Stub.Faults.Next(StubFault.ResetAfter);

        await Assert.ThrowsAsync<HttpRequestException>(() => Post(Score()));

        Assert.Single(Campus.Scores);
    }

    private static string Padded(string base64Url) =>
        new StringBuilder(base64Url).Replace('-', '+').Replace('_', '/')
            .Append('=', (4 - base64Url.Length % 4) % 4).ToString();
}
