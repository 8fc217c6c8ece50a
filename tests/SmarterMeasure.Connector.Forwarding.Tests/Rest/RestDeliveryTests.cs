using System.Net;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Rest;

/// <summary>A target that a user described with an interface of their own.</summary>
public sealed class RestDeliveryTests
{
    private const string Token = "canary-token-58b1e0";

    [Fact]
    public async Task A_result_is_sent_as_the_interface_says()
    {
        await using var school = await OpenAsync();
        using var connector = school.Connect(("Token", Token));

        var outcome = await connector.SendAsync(TargetHost.Result(id: "S 1/é"));

        Assert.Equal(DeliveryState.Delivered, outcome.State);
        Assert.Equal(["""PUT /readiness/S%201%2F%C3%A9/LifeFactors {"Level":"pass","Percent":63.5}"""], school.Stored);
        Assert.Equal(
            """
            PUT /readiness/S%201%2F%C3%A9/LifeFactors
            Content-Type: application/json

            {"Level":"pass","Percent":63.5}
            """.ReplaceLineEndings("\n"),
            outcome.Request);
        Assert.True(connector.Destination.Accepts(TargetHost.Result(id: "S1")));
        Assert.False(connector.Destination.Accepts(TargetHost.Result(id: "S1", readiness: null)));
    }

    [Fact]
    public async Task The_requests_are_those_on_file()
    {
        await using var school = await RegistrarSchool.OpenAsync();
        using var connector = school.Connect(
            ("TokenUrl", school.TokenUrl), ("ClientId", school.Tokens.ClientId), ("ClientSecret", school.Tokens.ClientSecret));

        await connector.SendAsync(TargetHost.Result(id: "S 1/é"));

        Assert.Single(school.Stored);
        RequestFile.Shows("rest.http", school.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, null)]
    [InlineData(HttpStatusCode.Created, null)]
    [InlineData(HttpStatusCode.BadRequest, "Dead rest_400")]
    [InlineData(HttpStatusCode.NotFound, "Dead rest_404")]
    [InlineData(HttpStatusCode.Conflict, "Dead rest_409")]
    [InlineData(HttpStatusCode.Unauthorized, "Retrying unauthorized")]
    [InlineData(HttpStatusCode.TooManyRequests, "Retrying throttled")]
    [InlineData(HttpStatusCode.RequestTimeout, "Retrying rest_408")]
    [InlineData(HttpStatusCode.InternalServerError, "Retrying rest_500")]
    [InlineData(HttpStatusCode.Found, "Retrying rest_302")]
    public async Task An_answer_means_what_its_status_says(HttpStatusCode status, string? meaning)
    {
        await using var school = await OpenAsync();
        using var connector = school.Connect(("Token", Token));
        school.Status = status;

        var outcome = await connector.DeliverAsync(TargetHost.Result(id: "S1"));

        Assert.Equal(meaning ?? "Delivered ", $"{outcome.State} {outcome.Reason}");
        Assert.Equal(status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, outcome.Pauses);
    }

    [Theory]
    [InlineData(StubFault.ResetAfter, true)]
    [InlineData(StubFault.ServerError, true)]
    [InlineData(StubFault.Throttled, false)]
    public async Task A_call_that_must_not_be_repeated_says_so_and_whether_it_may_have_arrived(StubFault fault, bool mayHaveArrived)
    {
        await using var school = await OpenAsync();
        using var connector = RegistrarSchool.Connect(
            school.FixedClock, Repetition.Never, ("BaseUrl", school.BaseUrl.ToString()), ("Token", Token));
        school.Faults.Next(fault);

        var outcome = await connector.SendAsync(TargetHost.Result(id: "S1"));

        Assert.Equal(Repetition.Never, connector.Destination.Repetition);
        Assert.Equal(mayHaveArrived, outcome.IsAmbiguous);
        Assert.Equal(1, school.RequestCount);
    }

    [Fact]
    public async Task What_found_no_connection_cannot_have_arrived()
    {
        await using var school = await OpenAsync();
        using var connector = RegistrarSchool.Connect(
            school.FixedClock, Repetition.Never, ("BaseUrl", "http://127.0.0.1:9"), ("Token", Token));

        var outcome = await connector.SendAsync(TargetHost.Result(id: "S1"));

        Assert.Equal((DeliveryState.Retrying, "rest_unreachable", false), (outcome.State, outcome.Reason, outcome.IsAmbiguous));
        Assert.Null(outcome.Request);
    }

    [Fact]
    public async Task After_ten_failures_nothing_is_sent_until_the_break_ends_and_one_probe_is_sent_then()
    {
        await using var school = await OpenAsync();
        using var connector = school.Connect(("Token", Token));
        school.Status = HttpStatusCode.InternalServerError;
        for (var call = 0; call < 10; call++)
            Assert.Equal(DeliveryOutcome.Retry("rest_500"), await connector.DeliverAsync(TargetHost.Result(id: "S1")));

        // The first break is of five seconds, the next twice as long: a probe fails, and nothing else is sent.
        foreach (var seconds in (double[])[5, 10])
        {
            var calls = school.RequestCount;
            var rest = await connector.DeliverAsync(TargetHost.Result(id: "S1"));
            Assert.Equal(DeliveryOutcome.Pause("circuit_open", TimeSpan.FromSeconds(seconds)), rest);
            Assert.Equal(calls, school.RequestCount);

            connector.Clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(DeliveryOutcome.Retry("rest_500"), await connector.DeliverAsync(TargetHost.Result(id: "S1")));
            Assert.Equal(calls + 1, school.RequestCount);
        }

        school.Status = HttpStatusCode.NoContent;
        connector.Clock.Advance(TimeSpan.FromSeconds(20));
        school.Faults.Next(StubFault.Slow);
        var probe = connector.DeliverAsync(TargetHost.Result(id: "S1"));
        await school.Faults.WaitUntilHeldAsync(1, TestContext.Current.CancellationToken);
        var beside = await connector.DeliverAsync(TargetHost.Result(id: "S2"));
        Assert.Equal("circuit_open", beside.Reason);
        Assert.True(beside.After > TimeSpan.Zero);
        school.Faults.ReleaseSlow();
        Assert.Equal(DeliveryOutcome.Delivered, await probe);
        foreach (var _ in Enumerable.Range(0, 5))
            Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(TargetHost.Result(id: "S2")));
    }

    private static async Task<RegistrarSchool> OpenAsync()
    {
        var school = await RegistrarSchool.OpenAsync();
        school.IsAuthorised = request => request.Bearer == Token;
        return school;
    }
}
