using System.Text;
using FakeCampus.Serving;
using FakeCampus.XApi;

namespace FakeCampus.Tests.XApi;

public sealed class XApiAccessTests : XApiTest
{
    [Theory]
    [InlineData("connector", "wrong")]
    [InlineData("nobody", "s3cret")]
    public async Task Unknown_credentials_are_refused(string user, string password)
    {
        using var client = ClientWith(user, password);

        var answer = await client.PutAsync($"xAPI/statements?statementId={Id}", Json(Statement()), Stop);

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal("Basic", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Empty(Stub.Store.Statements);
    }

    [Fact]
    public async Task An_account_may_be_kept_from_writing_or_reading()
    {
        Stub.Store.SetAccount(new XApiAccount("connector", "s3cret", MayWrite: false, MayRead: false));

        Assert.Equal(403, (int)(await Put(Statement())).StatusCode);
        Assert.Equal(403, (int)(await Post(Statement())).StatusCode);
        Assert.Equal(403, (int)(await Client.GetAsync($"xAPI/statements?statementId={Id}", Stop)).StatusCode);
    }

    [Theory]
    [InlineData(null, 400)]
    [InlineData("0.95", 400)]
    [InlineData("1.1.0", 400)]
    [InlineData("1.0", 204)]
    [InlineData("1.0.3", 204)]
    [InlineData("2.0.0", 204)]
    public async Task A_version_must_be_named_and_known(string? version, int status)
    {
        using var client = ClientWith("connector", "s3cret", version);

        var answer = await client.PutAsync($"xAPI/statements?statementId={Id}", Json(Statement()), Stop);

        Assert.Equal(status, (int)answer.StatusCode);
        const string Header = "X-Experience-API-Version";
        if (status == 204)
            Assert.Equal(version == "2.0.0" ? "2.0.0" : "1.0.3", answer.Headers.GetValues(Header).Single());
        else
            Assert.Contains(Header, (await Read(answer))["warnings"]![0]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_come_in_the_store_s_own_words_and_nothing_is_stored()
    {
        Stub.Faults.Next(StubFault.ServerError);
        Stub.Faults.Next(StubFault.Throttled);

        var broken = await Put(Statement());
        var throttled = await Put(Statement());
        var stored = Stub.Store.Statements.Count;
        await Put(Statement());

        Assert.Equal((500, 429, 0), ((int)broken.StatusCode, (int)throttled.StatusCode, stored));
        Assert.NotNull((await Read(broken))["errorId"]);
        Assert.Equal(TimeSpan.FromSeconds(30), throttled.Headers.RetryAfter!.Delta);
        Assert.Equal(1, Stub.Violations[Violations.SentWhileThrottled]);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_whole()
    {
        Stub.Store.MaxBodyBytes = 200;

        Assert.Equal(413, (int)(await Put(Statement())).StatusCode);
        Assert.Empty(Stub.Store.Statements);
    }

    [Theory]
    [InlineData("xAPI/statements", null, "application/json")]
    [InlineData("xAPI/statements?statementId=1", null, "application/json")]
    [InlineData($"xAPI/statements?statementId={Id}&registration=1", null, "application/json")]
    [InlineData($"xAPI/statements?statementId={Id}", null, "text/plain")]
    [InlineData($"xAPI/statements?statementId={Id}", """{"id":1,"id":2}""", "application/json")]
    [InlineData($"xAPI/statements?statementId={Id}", "[]", "application/json")]
    [InlineData($"xAPI/statements?statementId={Id}", "{", "application/json")]
    public async Task A_request_that_cannot_be_read_is_a_bad_one(string target, string? body, string mediaType)
    {
        using var content = new StringContent(body ?? Statement().ToJsonString(), Encoding.UTF8, mediaType);

        Assert.Equal(400, (int)(await Client.PutAsync(target, content, Stop)).StatusCode);
    }
}
