using FakeCampus.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Canvas;

namespace SmarterMeasure.Connector.Forwarding.Tests.XApi;

public sealed class XApiFailureTests
{
    [Theory]
    [InlineData(StubFault.ServerError, "xapi_500")]
    [InlineData(StubFault.BadGatewayPage, "xapi_502")]
    [InlineData(StubFault.Unavailable, "xapi_503")]
    [InlineData(StubFault.ResetBefore, "xapi_unreachable")]
    [InlineData(StubFault.ResetAfter, "xapi_unreachable")]
    public async Task A_passing_fault_is_retried_and_ends_in_one_statement(StubFault fault, string reason)
    {
        await using var school = await XApiSchool.OpenAsync();
        school.Stub.Faults.Next(fault);

        Assert.Equal(
            DeliveryOutcome.Retry(reason) with { IsAmbiguous = true },
            await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Equal(0, Assert.Single(school.Store.Statements).Conflicts);
    }

    [Fact]
    public async Task A_store_that_refuses_what_it_has_is_asked_for_it()
    {
        var stored = "";
        await using var server = await WrongServer.StartAsync(async context =>
        {
            if (context.Request.Method == "GET")
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(stored);
                return;
            }

            using var body = new StreamReader(context.Request.Body);
            stored = await body.ReadToEndAsync();
            context.Response.StatusCode = 409;
        });
        using var connector = XApiSchool.Connect(server.BaseUrl, new FakeTimeProvider());

        Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Equal(["PUT /statements", "GET /statements", "GET /statements"], server.Requests); // Judged, and confirmed.
    }

    [Theory]
    [InlineData(404, "", "xapi_conflict_unseen")]
    [InlineData(200, "<html>Please sign in</html>", "xapi_read_back_unreadable")]
    [InlineData(500, "", "xapi_read_back_500")]
    [InlineData(200, """{"id":"x"}""", "xapi_conflict")]
    public async Task A_conflict_is_judged_only_by_what_the_store_shows(int status, string body, string reason)
    {
        await using var server = await WrongServer.StartAsync(context =>
        {
            var isRead = context.Request.Method == "GET";
            context.Response.StatusCode = isRead ? status : 409;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(isRead ? body : "");
        });
        using var connector = XApiSchool.Connect(server.BaseUrl, new FakeTimeProvider());

        Assert.Equal(reason, (await connector.DeliverAsync(SchoolConnector.Result("S123"))).Reason);
    }

    [Fact]
    public async Task A_password_that_no_longer_counts_lets_the_destination_rest()
    {
        await using var school = await XApiSchool.OpenAsync(("Password", "canary-other"));

        Assert.Equal(
            DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5)),
            await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Single(school.Stub.Requests);
    }

    [Fact]
    public async Task A_throttled_call_lets_the_destination_rest_as_long_as_it_asks()
    {
        await using var school = await XApiSchool.OpenAsync();
        school.Stub.Faults.Next(StubFault.Throttled);

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        Assert.Equal((true, "throttled"), (outcome.Pauses, outcome.Reason));
        Assert.InRange(outcome.After!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(36));

        school.Connector.Clock.Advance(outcome.After.Value);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task An_email_address_never_names_a_student_but_an_operator_may()
    {
        await using var school = await XApiSchool.OpenAsync();
        var delivery = SchoolConnector.DeliveryOf(SchoolConnector.Result(null, "q@school.example"));

        Assert.Equal(DeliveryOutcome.Unmatched("no_identity"), await school.Connector.DeliverAsync(delivery));
        Assert.Empty(school.Stub.Requests);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(delivery with { MappedTo = "S123" }));
        Assert.Equal(
            "S123", Assert.Single(school.Store.Statements).Sent["actor"]!["account"]!["name"]!.GetValue<string>());
        Assert.DoesNotContain("q@school.example", school.Stub.Requests[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public async Task A_percentage_that_is_none_is_final(int percent)
    {
        await using var school = await XApiSchool.OpenAsync();

        Assert.Equal(
            DeliveryOutcome.Dead("xapi_score_out_of_range"),
            await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: percent)));
    }

    [Fact]
    public async Task A_page_in_place_of_an_answer_is_retried()
    {
        await using var server = await WrongServer.StartAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>Please sign in</html>");
        });
        using var connector = XApiSchool.Connect(server.BaseUrl, new FakeTimeProvider());

        Assert.Equal("xapi_unreadable", (await connector.DeliverAsync(SchoolConnector.Result("S123"))).Reason);
    }
}
