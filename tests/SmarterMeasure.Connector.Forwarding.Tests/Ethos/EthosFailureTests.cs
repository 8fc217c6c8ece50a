using FakeCampus.Ethos;
using FakeCampus.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Canvas;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Ethos;

public sealed class EthosFailureTests
{
    [Theory]
    [InlineData(StubFault.ServerError, "GET", "ethos_lookup_500: code=Global.Internal.Error")]
    [InlineData(StubFault.ServerError, "POST", "ethos_500: code=Global.Internal.Error")]
    [InlineData(StubFault.BadGatewayPage, "POST", "ethos_502")]
    [InlineData(StubFault.ResetBefore, "POST", "ethos_unreachable")]
    [InlineData(StubFault.ResetAfter, "POST", "ethos_unreachable")]
    [InlineData(StubFault.HalfAnswer, "POST", "ethos_unreachable")]
    public async Task A_passing_fault_is_retried_and_ends_in_one_score(StubFault fault, string method, string reason)
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Faults.Next(fault, applies: call => call.Method == method && call.Path != "/auth");

        Assert.Equal(
            DeliveryOutcome.Retry(reason) with { IsAmbiguous = method == "POST" }, // A look-up changes nothing.
            await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Equal(DeliveryState.Delivered, (await school.Connector.DeliverAsync(SchoolConnector.Result("S123"))).State);
        Assert.Single(school.Campus.Scores);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task A_record_that_was_created_without_an_answer_is_found_and_not_doubled()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        school.Campus.BreakAnswersOfCreation();

        Assert.Equal(
            DeliveryOutcome.Retry("ethos_created_unanswered") with { IsAmbiguous = true },
            await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(Assert.Single(school.Campus.Scores).Id.ToString(), outcome.RemoteId);
    }

    [Fact]
    public async Task An_expired_token_is_renewed_and_the_call_sent_once_more()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        school.Stub.RevokeTokens();
        var calls = school.Calls().Count;

        await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 70));

        Assert.Equal(70, Assert.Single(school.Campus.Scores).Value);
        Assert.Equal(
            ["GET /api/student-aptitude-assessments", "POST /auth", "GET /api/student-aptitude-assessments"],
            school.Calls().Skip(calls).SkipLast(1));
    }

    [Fact]
    public async Task A_token_is_kept_for_its_life_and_renewed_before_it_ends()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        school.Connector.Clock.Advance(TimeSpan.FromMinutes(58));
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        Assert.Single(school.Calls(), "POST /auth");

        school.Connector.Clock.Advance(TimeSpan.FromMinutes(1.5));
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(2, school.Calls().Count(call => call == "POST /auth"));
        Assert.DoesNotContain(school.Stub.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task A_key_that_no_longer_counts_lets_the_destination_rest()
    {
        await using var school = await EthosSchool.OpenAsync(("ApiKey", "canary-other-key"));
        school.Enrol("S123");

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.True(outcome.Pauses);
        Assert.Equal("unauthorized", outcome.Reason);
    }

    [Fact]
    public async Task A_throttled_call_lets_the_destination_rest_as_long_as_it_asks()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Faults.Next(StubFault.Throttled, applies: call => call.Method == "POST" && call.Path != "/auth");

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        Assert.Equal((true, "throttled"), (outcome.Pauses, outcome.Reason));
        Assert.InRange(outcome.After!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(36));
        Assert.True((await school.Connector.DeliverAsync(SchoolConnector.Result("S123"))).Pauses);

        school.Connector.Clock.Advance(outcome.After.Value);
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        Assert.Single(school.Campus.Scores);
        Assert.Equal(0, school.Stub.Violations[Violations.SentWhileThrottled]);
    }

    [Theory]
    [InlineData(EthosPermissions.ViewTestScores | EthosPermissions.ViewPersons | EthosPermissions.ViewAssessments, "ethos_403")]
    [InlineData(EthosPermissions.All & ~EthosPermissions.ViewPersons, "ethos_lookup_403")]
    public async Task A_missing_permission_waits_until_it_is_given(EthosPermissions permissions, string reason)
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        school.Campus.SetKey(EthosSchool.ApiKey, permissions);

        Assert.Equal(DeliveryOutcome.Blocked(reason), await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));

        school.Campus.SetKey(EthosSchool.ApiKey);
        Assert.Equal(DeliveryState.Delivered, (await school.Connector.DeliverAsync(SchoolConnector.Result("S123"))).State);
    }

    [Theory]
    [InlineData(null, "q@school.example", "no_identity")]
    [InlineData("S999", "q@school.example", "no_account")]
    [InlineData("TWIN", null, "several_accounts")]
    public async Task A_student_who_is_not_exactly_one_person_is_unmatched(string? internalId, string? email, string reason)
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123", "q@school.example");
        school.Enrol("TWIN");
        school.Enrol("TWIN");

        Assert.Equal(
            DeliveryOutcome.Unmatched(reason), await school.Connector.DeliverAsync(SchoolConnector.Result(internalId, email)));
        Assert.Empty(school.Campus.Scores);
    }

    [Theory]
    [InlineData(EthosPersonsFilter.Applied, null)]
    [InlineData(EthosPersonsFilter.Ignored, "lookup_not_filtered")]
    [InlineData(EthosPersonsFilter.Refused, "ethos_lookup_400")]
    public async Task An_email_address_is_trusted_only_where_the_college_filters_by_it(EthosPersonsFilter filter, string? reason)
    {
        await using var school = await EthosSchool.OpenAsync(("EmailLookup", "true"));
        school.Enrol("S123", "q@school.example");
        school.Enrol("S124", "someone.else@school.example");
        school.Campus.PersonsFilter = filter;

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result(null, "Q@school.example"));

        Assert.Equal(reason, outcome.Reason);
        Assert.Equal(reason is null ? 1 : 0, school.Campus.Scores.Count);
    }

    [Fact]
    public async Task A_person_is_found_by_the_number_that_an_operator_named()
    {
        await using var school = await EthosSchool.OpenAsync();
        var person = school.Enrol("S123");

        await school.Connector.DeliverAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result("S999")) with { MappedTo = "S123" });

        Assert.Equal(person.Id, Assert.Single(school.Campus.Scores).StudentId);
    }

    [Fact]
    public async Task A_record_that_is_listed_but_cannot_be_replaced_is_not_added_again()
    {
        var (person, assessment) = (Guid.NewGuid(), Guid.NewGuid());
        await using var server = await WrongServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.StatusCode = context.Request.Method == "PUT" ? 404 : 200;
            return context.Response.WriteAsync(context.Request.Path.Value switch
            {
                "/auth" => "a.b.c",
                "/api/persons-credentials" =>
                    $$"""[{"id":"{{person}}","credentials":[{"type":"bannerId","value":"S123"}]}]""",
                "/api/aptitude-assessments" when !context.Request.QueryString.Value!.Contains("offset=1", StringComparison.Ordinal) =>
                    $$"""[{"id":"{{assessment}}","code":"SMLF"}]""",
                "/api/student-aptitude-assessments" when !context.Request.QueryString.Value!.Contains("offset=1", StringComparison.Ordinal) =>
                    $$"""
                    [{"id":"{{Guid.NewGuid()}}","student":{"id":"{{person}}"},"assessment":{"id":"{{assessment}}"},
                      "assessedOn":"2026-08-31","status":""}]
                    """,
                _ => "[]",
            });
        });
        using var connector = EthosSchool.Connect(server.BaseUrl, new FakeTimeProvider(), $"{assessment}", []);

        Assert.Equal(DeliveryOutcome.Retry("ethos_404"), await connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Contains(server.Requests, request => request.StartsWith("PUT ", StringComparison.Ordinal));
        Assert.DoesNotContain("POST /api/student-aptitude-assessments", server.Requests);
    }

    [Theory]
    [InlineData("/auth", "token_unreadable")]
    [InlineData("/api/persons-credentials", "ethos_lookup_unreadable")]
    public async Task A_page_in_place_of_an_answer_is_retried(string path, string reason)
    {
        await using var server = await WrongServer.StartAsync(context =>
        {
            context.Response.ContentType = context.Request.Path == path ? "text/html" : "text/plain";
            return context.Response.WriteAsync(context.Request.Path == path ? "<html>Sign in</html>" : "a.b.c");
        });
        using var connector = EthosSchool.Connect(server.BaseUrl, new FakeTimeProvider(), "SMLF", []);

        var outcome = await connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal((DeliveryState.Retrying, reason), (outcome.State, outcome.Reason));
    }
}
