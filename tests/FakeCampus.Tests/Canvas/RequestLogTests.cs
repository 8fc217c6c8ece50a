using FakeCampus.Canvas;

namespace FakeCampus.Tests.Canvas;

public sealed class RequestLogTests : CanvasTest
{
    [Fact]
    public async Task A_request_is_kept_as_it_came_but_for_the_token()
    {
        await Grade("13");
        await Client.GetAsync("api/v1/users/sis_login_id:a%2Bb/profile?x=1", Stop);

        Assert.Equal(2, Stub.Requests.Count);
        var (put, get) = (Stub.Requests[0], Stub.Requests[1]);
        Assert.Equal(("PUT", "/" + SubmissionPath, 200), (put.Method, put.Target, put.Status));
        Assert.Equal("""{"submission":{"posted_grade":"13"}}""", put.Body);
        Assert.Equal("Bearer", put.Headers["authorization"]);
        Assert.Equal(("/api/v1/users/sis_login_id:a%2Bb/profile?x=1", 404), (get.Target, get.Status));
    }

    [Fact]
    public async Task A_token_in_the_query_is_refused_counted_and_masked()
    {
        using var client = ClientWith(null);

        var response = await client.GetAsync($"{SubmissionPath}?access_token={Token}", Stop);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(1, Stub.Violations[CanvasViolation.TokenInQuery]);
        Assert.EndsWith("?access_token=***", Stub.Requests[0].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/v1/accounts/self/users?search_term=Quill+Inkwell", 1)]
    [InlineData("api/v1/accounts/self/users?search_term=quill%40students.fakecampus.test", 0)]
    [InlineData("api/v1/users/self/profile?pin=pIn2Secret", 1)]
    public async Task Names_and_planted_secrets_in_a_url_are_counted(string target, int count)
    {
        Stub.Violations.Watch("pIn2Secret");

        await Client.GetAsync(target, Stop);

        Assert.Equal(count, Stub.Violations[CanvasViolation.PersonalDataInUrl]);
    }
}
