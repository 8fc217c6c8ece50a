using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SmarterMeasure.Connector.Api.Tests;

/// <summary>Paging, attempts, errors, and what must not get out.</summary>
public sealed class CallTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_last_page_of_one_ends_the_list()
    {
        await using var stub = await ApiStub.StartAsync((context, _) =>
        {
            var offset = int.Parse(context.Request.Query["offset"]!);
            var rows = Enumerable.Range(offset, Math.Min(50, 52 - offset)).Select(id => $$"""{"UserId":"{{id}}"}""").ToList();
            return context.Response.WriteAsync(
                $$"""{"Total":"51","NextPageUri":"https://elsewhere.example/","User":{{(rows.Count == 1 ? rows[0] : $"[{string.Join(',', rows)}]")}}}""", context.RequestAborted);
        });

        var ids = await stub.Client.ListUsersAsync(new UserQuery(), Cancel).Select(user => user.UserId).ToListAsync(Cancel);

        Assert.Equal(Enumerable.Range(1, 51).Select(id => $"{id}"), ids);
        Assert.Equal(["/v3/users?limit=50&offset=1", "/v3/users?limit=50&offset=51"], stub.Requests.Select(asked => asked.Target));
    }

    [Theory]
    [InlineData("999", 3)]
    [InlineData("1", 3)]
    public async Task A_total_that_lies_neither_loops_nor_loses(string total, int expected)
    {
        await using var stub = await ApiStub.StartAsync((context, _) =>
        {
            var start = int.Parse(context.Request.Query["StartRecord"]!);
            var rows = Enumerable.Range(start, Math.Clamp(4 - start, 0, 2)).Select(id => $$"""{"UserId":"{{id}}"}""");
            return context.Response.WriteAsync($$"""{"Total":"{{total}}","User":[{{string.Join(',', rows)}}]}""", context.RequestAborted);
        }, pageSize: 2);

        Assert.Equal(expected, await stub.Client.SearchExpandedResultsAsync(new ExpandedResultsQuery(), Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task A_server_that_repeats_a_page_is_told_on()
    {
        await using var stub = await ApiStub.StartAsync((200, """{"Total":"99","User":[{"UserId":"1"}]}"""));

        await Assert.ThrowsAsync<SmarterMeasureApiException>(
            () => stub.Client.SearchResultsAsync(new ResultsQuery(), Cancel).CountAsync(Cancel).AsTask());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Total":[]}""")]
    [InlineData("""{"RestException":{"Code":"InternalError"}}""")]
    public async Task What_is_no_page_does_not_pass_for_the_end_of_the_list(string body)
    {
        await using var stub = await ApiStub.StartAsync((200, body));

        var failure = await Assert.ThrowsAsync<SmarterMeasureApiException>(
            () => stub.Client.ReadExpandedResultsAsync(new ExpandedResultsQuery(), 1, 10, Cancel));
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task Ids_are_escaped_and_times_are_written_in_utc()
    {
        await using var stub = await ApiStub.StartAsync((200, "{}"), (200, """{"Total":"0"}"""));

        await stub.Client.GetUserAsync("a/b ?", Cancel);
        await stub.Client.ReadExpandedResultsAsync(new ExpandedResultsQuery
        {
            CompleteOnly = true, UserIds = ["1", "2"],
            Updated = new TimeRange(new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.FromHours(2)), null),
        }, 11, 10, Cancel);

        Assert.Equal("/v3/users/a%2Fb%20%3F", stub.Requests.First().Target);
        Assert.Equal(
            "/v3/results/new?UserID=1,2&CompleteOnly=true&UpdateStartDate=2026-01-02T01:00:00Z&StartRecord=11&EndRecord=20",
            Uri.UnescapeDataString(stub.Requests.Last().Target));
        await Assert.ThrowsAsync<ArgumentException>(() => stub.Client.GetUserAsync("..", Cancel));
    }

    [Theory]
    [InlineData(403, """{"RestException":{"Code":"AuthenticationFailed","Status":403}}""", "AUTHENTICATIONFAILED", "secret is wrong")]
    [InlineData(400, """{"Code":"INVALIDINPUT"}""", "INVALIDINPUT", "input")]
    [InlineData(404, "", null, "no such")]
    [InlineData(404, "<html>canary</html>", null, "no such")]
    [InlineData(302, "", null, "redirect")]
    public async Task A_refusal_is_not_repeated_and_says_why(int status, string body, string? code, string said)
    {
        await using var stub = await ApiStub.StartAsync((status, body));

        var refused = await Assert.ThrowsAsync<SmarterMeasureApiException>(() => stub.Client.GetUserAsync("7", Cancel));

        Assert.Equal((status, code, false), (refused.Status, refused.Code, refused.IsTransient));
        Assert.Contains(said, refused.Message);
        Assert.Single(stub.Requests);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(429, "")]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"UserId":"7","First""")]
    public async Task What_may_pass_is_tried_again(int status, string body)
    {
        await using var stub = await ApiStub.StartAsync((status, body), (status, body), (200, """{"UserId":"7"}"""));

        Assert.Equal("7", (await stub.Client.UpdateUserAsync("7", new UserChanges { Email = "a@example.edu" }, Cancel)).UserId);
        Assert.Equal(3, stub.Requests.Count);
        Assert.Equal(2, stub.Time.Waits.Count);
    }

    [Fact]
    public async Task After_four_attempts_it_ends()
    {
        await using var stub = await ApiStub.StartAsync((503, ""));

        Assert.True((await Assert.ThrowsAsync<SmarterMeasureApiException>(() => stub.Client.GetUserAsync("7", Cancel))).IsTransient);
        Assert.Equal(4, stub.Requests.Count);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("9999", 60)]
    public async Task The_vendor_may_ask_for_a_wait_within_reason(string asked, int seconds)
    {
        await using var stub = await ApiStub.StartAsync((context, n) =>
        {
            context.Response.StatusCode = n == 0 ? 429 : 200;
            context.Response.Headers.RetryAfter = asked;
            return context.Response.WriteAsync("{}", context.RequestAborted);
        });

        await stub.Client.GetUserAsync("7", Cancel);

        Assert.Equal([TimeSpan.FromSeconds(seconds)], stub.Time.Waits);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task A_user_is_never_created_twice(int status)
    {
        await using var stub = await ApiStub.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            if (status == 0)
                context.Abort();
            return Task.CompletedTask;
        });

        var failed = await Assert.ThrowsAsync<SmarterMeasureApiException>(() => stub.Client.CreateUserAsync(QuirkTests.NewUser, Cancel));

        Assert.True(failed.MayHaveHappened);
        Assert.Equal(status == 0, failed.IsUnreachable);
        Assert.Single(stub.Requests);
        Assert.DoesNotContain("canary", failed.ToString());
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_too_late()
    {
        await using var stub = await ApiStub.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        stub.Time.LimitPasses = true;

        var late = await Assert.ThrowsAsync<SmarterMeasureApiException>(() => stub.Client.GetUserAsync("7", Cancel));

        Assert.True(late is { IsUnreachable: true, IsTransient: true, Status: null });
        Assert.Equal(4, stub.Requests.Count);
    }

    [Fact]
    public async Task Nothing_personal_gets_out()
    {
        var traces = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("System.Net", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => traces.Add(activity.OperationName),
        };
        ActivitySource.AddActivityListener(listener);
        await using var stub = await ApiStub.StartAsync(
            (200, """{"UserId":"7","FirstName":"canary","Email":"canary","AccessCode":"canary","RedirectUrl":"canary","EntryLink":"canary"}"""));

        object[] shown =
        [
            await stub.Client.GetUserAsync("7", Cancel), await stub.Client.GetUserResultsAsync("7", Cancel),
            await stub.Client.SignOnAsync("7", new SignOnOptions(), Cancel),
            await stub.Client.CreateReportLinkAsync("7", TimeSpan.FromDays(90), Cancel),
            await stub.Client.GetReportAsync("7", null, "pdf", Cancel),
            QuirkTests.NewUser, new UserQuery { Email = "canary" }, new UserChanges { Email = "canary" },
        ];

        Assert.All(shown, one => Assert.DoesNotContain("canary", one.ToString()));
        Assert.DoesNotContain(traces, name => name == "System.Net.Http.HttpRequestOut");
        Assert.All(stub.Requests, asked => Assert.Equal("", asked.TraceParent));
        Assert.All(stub.Requests, asked => Assert.Equal(
            "Basic " + Convert.ToBase64String("canary-key:canary-secret"u8), asked.Authorization));
        Assert.Contains(stub.Requests, asked => asked.Target == "/v3/users/7/reportlink?ttl=129600");
    }
}
