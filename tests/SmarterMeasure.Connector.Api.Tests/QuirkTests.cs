namespace SmarterMeasure.Connector.Api.Tests;

/// <summary>The odd shapes of the vendor's answers.</summary>
public sealed class QuirkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"Total":"1","User":{"UserId":"7"}}""", 1)]
    [InlineData("""{"Total":"2","User":[{"UserId":"7"},{"UserId":"8"}]}""", 2)]
    [InlineData("""{"Total":"0","User":[]}""", 0)]
    [InlineData("""{"Total":"0","User":""}""", 0)]
    [InlineData("""{"Total":0,"User":null}""", 0)]
    public async Task Users_come_as_an_object_a_list_or_nothing(string body, int expected)
    {
        await using var stub = await ApiStub.StartAsync((200, body));

        Assert.Equal(expected, await stub.Client.ListUsersAsync(new UserQuery(), Cancel).CountAsync(Cancel));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task Nothing_is_written_in_many_ways(string nothing)
    {
        await using var stub = await ApiStub.StartAsync((200,
            $$"""{"UserId":"7","InternalId":{{nothing}},"Gender":{{nothing}},"CompletionPercentage":{{nothing}},"DateTimeCompleted":{{nothing}},"CustomData":{{nothing}}}"""));

        var user = await stub.Client.GetUserAsync("7", Cancel);

        Assert.Equal((null, null, null, null), (user.InternalId, user.Gender, user.CompletionPercentage, user.DateTimeCompleted));
        Assert.Empty(user.CustomData);
    }

    [Theory]
    [InlineData("\"12.75\"", "\"1\"")]
    [InlineData("12.75", "true")]
    [InlineData("\"12.75\"", "\"true\"")]
    [InlineData("12.75", "1")]
    public async Task Numbers_and_switches_come_as_text_or_as_they_are(string number, string flag)
    {
        await using var stub = await ApiStub.StartAsync((200,
            $$"""{"UserId":70,"AssessmentResults":{"Code":"Math","Percent":{{number}},"IsComplete":{{flag}} } }"""));

        var result = await stub.Client.GetUserResultsAsync("70", Cancel);

        Assert.Equal("70", result.UserId);
        var section = Assert.Single(result.AssessmentResults);
        Assert.Equal((12.75m, true), (section.Percent, section.IsComplete));
    }

    [Theory]
    [InlineData("""[[{"Code":"a"},{"Code":"b"}]]""", "a b")]
    [InlineData("""[[{"Code":"a"}],[{"Code":"b"}]]""", "a b")]
    [InlineData("""[{"Code":"a"},{"Code":"b"}]""", "a b")]
    [InlineData("""{"Code":"a"}""", "a")]
    [InlineData("\"\"", "")]
    [InlineData("[]", "")]
    public async Task Subscales_are_flattened(string data, string expected)
    {
        await using var stub = await ApiStub.StartAsync((200,
            $$"""{"Total":"1","User":{"UserId":"7","AssessmentResults":[{"Code":"LifeFactors","ExtendedData":{{data}} }] } }"""));

        var page = await stub.Client.ReadExpandedResultsAsync(new ExpandedResultsQuery(), 1, 50, Cancel);

        var section = Assert.Single(Assert.Single(page.Items).AssessmentResults);
        Assert.Equal(expected, string.Join(' ', section.ExtendedData.Select(subscale => subscale.Code)));
    }

    [Fact]
    public async Task A_result_without_sections_score_and_groups_is_read()
    {
        await using var stub = await ApiStub.StartAsync((200,
            """{"Total":"1","User":{"userid":"7","CompositeScore":[],"AssessmentResults":"","Account":"","Assessment":[],"Novelty":{"a":1}}}"""));

        var result = Assert.Single((await stub.Client.ReadExpandedResultsAsync(new ExpandedResultsQuery(), 1, 50, Cancel)).Items);

        Assert.Equal(("7", null, null, null), (result.UserId, result.CompositeScore, result.Account, result.Assessment));
        Assert.Empty(result.AssessmentResults);
        Assert.Equal("""{"a":1}""", result.Unknown!["Novelty"].GetRawText());
    }

    [Fact]
    public async Task A_list_that_is_absent_is_empty()
    {
        await using var stub = await ApiStub.StartAsync(
            (200, """{"UserId":"7"}"""), (200, """{"UserId":"7"}"""), (200, """{"AssessmentResults":[{"Code":"Math"}]}"""));

        Assert.Empty((await stub.Client.GetUserAsync("7", Cancel)).CustomData);
        Assert.Empty((await stub.Client.GetUserResultsAsync("7", Cancel)).AssessmentResults);
        Assert.Empty((await stub.Client.GetUserResultsAsync("7", Cancel)).AssessmentResults[0].ExtendedData);
    }

    [Fact]
    public async Task Primary_styles_are_split_and_times_are_utc()
    {
        await using var stub = await ApiStub.StartAsync((200,
            """{"UserId":"7","DateTimeTaken":"2026-01-02 03:04:05","AssessmentResults":[{"Code":"LearnStyles","Primary":"Visual, Social","Wpm":"6001"}]}"""));

        var result = await stub.Client.GetUserResultsAsync("7", Cancel);

        Assert.Equal(["Visual", "Social"], Assert.Single(result.AssessmentResults).PrimaryStyles);
        Assert.Equal(6001, result.AssessmentResults[0].Wpm);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), result.DateTimeTaken);
    }

    [Fact]
    public async Task Custom_answers_and_odd_ids_stay_text()
    {
        await using var stub = await ApiStub.StartAsync(
            (200, """{"UserId":"7","CustomData":[{"ParameterId":"custom_canvas_user_id","Response":"991"},{"ParameterId":"x","Response":[]}]}"""),
            (200, """{"RequestId":"aaaa1111-2222-3333-4444555566667777","RedirectUrl":"https://canary-redirect.example"}"""));

        var user = await stub.Client.GetUserAsync("7", Cancel);
        var signOn = await stub.Client.SignOnAsync("7", new SignOnOptions { RedirectToSection = "Math" }, Cancel);

        Assert.Equal(["991", null], user.CustomData.Select(answer => answer.Response));
        Assert.Equal("aaaa1111-2222-3333-4444555566667777", signOn.RequestId);
        Assert.Equal(("POST", "/v3/users/7/signon", """{"RedirectToSection":"Math"}"""),
            (stub.Requests.Last().Method, stub.Requests.Last().Target, stub.Requests.Last().Body));
    }

    [Theory]
    [InlineData("""{"UserId":"42"}""", "42")]
    [InlineData("""{"user_id":42}""", "42")]
    [InlineData("""{"User":{"UserID":"42"}}""", "42")]
    [InlineData("""{"Id":"42"}""", "42")]
    [InlineData("", null)]
    [InlineData("<html>", null)]
    public async Task The_new_id_is_found_where_the_answer_tells_it(string body, string? expected)
    {
        await using var stub = await ApiStub.StartAsync((201, body));

        Assert.Equal(expected, await stub.Client.CreateUserAsync(NewUser, Cancel));
        Assert.Contains("\"GroupKey\":5", Assert.Single(stub.Requests).Body);
    }

    internal static NewUser NewUser => new() { GroupKey = "5", FirstName = "canary-first", LastName = "L", Email = "canary@example.edu" };
}
