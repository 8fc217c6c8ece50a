using FakeCampus.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Canvas;

namespace SmarterMeasure.Connector.Forwarding.Tests.OneRoster;

public sealed class OneRosterFailureTests
{
    [Theory]
    [InlineData(StubFault.ServerError, "users", "oneroster_lookup_500: imsx_codeMinorFieldValue=")]
    [InlineData(StubFault.ServerError, "LineItems", "oneroster_line_item_500: imsx_codeMinorFieldValue=")]
    [InlineData(StubFault.ServerError, "Results", "oneroster_500: imsx_codeMinorFieldValue=")]
    [InlineData(StubFault.BadGatewayPage, "Results", "oneroster_502")]
    [InlineData(StubFault.ResetBefore, "Results", "oneroster_unreachable")]
    [InlineData(StubFault.ResetAfter, "Results", "oneroster_unreachable")]
    [InlineData(StubFault.ResetAfter, "LineItems", "oneroster_line_item_unreachable")]
    public async Task A_passing_fault_is_retried_and_ends_in_one_result(StubFault fault, string call, string reason)
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        school.Stub.Faults.Next(fault, applies: request =>
            request.Path.Contains(call, StringComparison.Ordinal) && (call == "users" || request.Method == "PUT"));

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        Assert.Equal(call != "users", outcome.IsAmbiguous); // A look-up changes nothing.
        Assert.StartsWith(reason, outcome.Reason, StringComparison.Ordinal);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Equal(1, Assert.Single(school.Campus.Results).Changes);
        Assert.Equal(["sm", "sm-LifeFactors"], school.Campus.LineItems.Select(item => item.SourcedId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_expired_token_is_renewed_and_the_call_sent_once_more()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        school.Stub.Tokens.ExpireAll();

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 70)));

        Assert.Equal(2, school.Stub.Tokens.Issued);
        Assert.Single(school.Stub.Requests, request => request.Status == 401);
        Assert.Equal(70m, Assert.Single(school.Campus.Results).Content.GetProperty("score").GetDecimal());
    }

    [Fact]
    public async Task A_token_that_is_refused_lets_the_destination_rest()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        using var connector = OneRosterSchool.Connect(school.Stub.BaseUrl, school.Connector.Clock, [("Token", "canary-token")]);

        Assert.Equal(
            DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5)),
            await connector.DeliverAsync(SchoolConnector.Result("S123")));
    }

    [Fact]
    public async Task A_throttled_call_lets_the_destination_rest_as_long_as_it_asks()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        school.Stub.Faults.Next(StubFault.Throttled, applies: request => request.Method == "PUT");

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        Assert.Equal((true, "throttled"), (outcome.Pauses, outcome.Reason));
        Assert.InRange(outcome.After!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(36));

        school.Connector.Clock.Advance(outcome.After.Value);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Equal(0, school.Stub.Violations[Violations.SentWhileThrottled]);
    }

    [Fact]
    public async Task A_busy_server_is_left_alone_whatever_status_it_gives()
    {
        await using var server = await WrongServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(
                """{"imsx_CodeMinor":{"imsx_codeMinorField":[{"imsx_codeMinorFieldName":"TargetEndSystem","imsx_codeMinorFieldValue":"server_busy"}]}}""");
        });
        using var connector = OneRosterSchool.Connect(server.BaseUrl, new FakeTimeProvider(), [("Token", "canary-token")]);

        var outcome = await connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal((true, "throttled"), (outcome.Pauses, outcome.Reason));
    }

    [Theory]
    [InlineData(null, null, "no_identity")]
    [InlineData("S999", null, "no_account")]
    [InlineData("S999", "Q@school.example", null)]
    [InlineData("TWIN", "q@school.example", null)]
    [InlineData("Twin", null, "no_account")]
    [InlineData("SAME", "q@school.example", "several_accounts")]
    [InlineData("GONE", null, "no_account")]
    public async Task A_student_is_exactly_one_user_or_unmatched(string? internalId, string? email, string? reason)
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123", "q@school.example");
        school.Enrol("u2", "TWIN");
        school.Enrol("u3", "twin");
        school.Enrol("u4", "GONE", status: "tobedeleted");
        school.Enrol("u5", "SAME");
        school.Enrol("u6", "SAME");

        Assert.Equal(
            reason is null ? DeliveryOutcome.Delivered : DeliveryOutcome.Unmatched(reason),
            await school.Connector.DeliverAsync(SchoolConnector.Result(internalId, email)));
        Assert.Equal(reason is null ? 1 : 0, school.Campus.Results.Count);
        if (internalId == "TWIN")
            Assert.Contains("\"sourcedId\":\"u2\"", school.Stub.Requests.Last(request => request.Method == "PUT").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", "<html>Please sign in</html>", "oneroster_lookup_unreadable")]
    [InlineData("application/json", "{}", "oneroster_lookup_unreadable")]
    [InlineData("application/json", """{"users":[{"sourcedId":"u9","identifier":"S9"}]}""", "lookup_not_filtered")]
    public async Task An_answer_that_proves_nothing_finds_nobody(string contentType, string body, string reason)
    {
        await using var server = await WrongServer.StartAsync(context =>
        {
            context.Response.ContentType = contentType;
            return context.Response.WriteAsync(body);
        });
        using var connector = OneRosterSchool.Connect(server.BaseUrl, new FakeTimeProvider(), [("Token", "canary-token")]);

        Assert.Equal(reason, (await connector.DeliverAsync(SchoolConnector.Result("S123"))).Reason);
    }
}
