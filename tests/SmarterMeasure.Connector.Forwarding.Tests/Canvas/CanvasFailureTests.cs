using FakeCampus.Canvas;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

public sealed class CanvasFailureTests
{
    [Theory]
    [InlineData(ThrottleStyle.TooManyRequests)]
    [InlineData(ThrottleStyle.ForbiddenText)]
    public async Task A_throttled_call_lets_the_destination_rest_until_the_bucket_is_full(ThrottleStyle style)
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");
        school.Canvas.Throttle.Style = style;
        school.Canvas.Faults.Next(CanvasFault.Throttled, method: "PUT");

        var outcome = await school.Connector.DeliverAsync("S123");

        Assert.True(outcome.Pauses);
        Assert.Equal("throttled", outcome.Reason);
        Assert.InRange(outcome.After!.Value, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(72));
        Assert.Empty(school.Course.Submissions);
    }

    [Fact]
    public async Task Canvas_is_left_alone_while_little_of_the_rate_limit_remains()
    {
        var canvasClock = new FakeTimeProvider();
        await using var school = await CanvasSchool.OpenAsync(new CanvasCampus { Clock = canvasClock });
        var student = school.Enrol("q@school.example", "S123");
        school.Canvas.Throttle.RequestCost = 140;
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        var calls = school.Canvas.Requests.Count;

        var outcome = await school.Connector.DeliverAsync("S123", percent: 64);

        Assert.True(outcome.Pauses);
        Assert.Equal("throttled", outcome.Reason);
        Assert.Equal(calls, school.Canvas.Requests.Count);

        school.Canvas.Throttle.RequestCost = 1;
        canvasClock.Advance(outcome.After!.Value);
        school.Connector.Clock.Advance(outcome.After!.Value);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123", percent: 64));
        Assert.Equal(64m, school.GradeOf(student).Score);
    }

    [Fact]
    public async Task A_token_that_no_longer_counts_lets_the_destination_rest()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");
        school.Canvas.Campus.RevokeToken(CanvasHost.Token);

        Assert.Equal(
            DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5)),
            await school.Connector.DeliverAsync(email: "q@school.example"));

        school.Canvas.Campus.SetToken(CanvasHost.Token);
        school.Canvas.Faults.Next(CanvasFault.ExpiredToken, method: "PUT");
        Assert.Equal(
            DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5)),
            await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task A_student_whom_the_assignment_is_not_for_does_not_stop_the_others()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");
        var other = school.Course.AddAssignment("For nobody", of => of with { AssignedTo = new HashSet<long>() });
        using var connector = new CanvasHost(
            school.Canvas.BaseUrl, ("Destinations:canvas:Assignments:LifeFactors", $"{other.Id}"));

        Assert.Equal(DeliveryOutcome.Retry("canvas_denied"), await connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task A_student_whom_the_token_may_not_see_is_left_to_a_person_and_does_not_stop_the_others()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");
        school.Canvas.Campus.AddUserElsewhere("Else Where", "else@school.example", "S999");

        Assert.Equal(DeliveryOutcome.Unmatched("canvas_lookup_denied"), await school.Connector.DeliverAsync("S999"));
        Assert.Equal(DeliveryOutcome.Unmatched("no_account"), await school.Connector.DeliverAsync(email: "else@school.example"));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task As_many_as_may_be_sent_at_a_time_fill_no_bucket()
    {
        await using var school = await CanvasSchool.OpenAsync(CanvasSchool.Below(("Concurrency", "8")));
        for (var student = 0; student < 8; student++)
            school.Enrol($"{student}@school.example", $"S{student}");

        for (var round = 0; round < 5; round++)
        {
            school.Canvas.Faults.Next(CanvasFault.Slow, count: 8, method: "PUT");
            var deliveries = Enumerable.Range(0, 8).Select(student => school.Connector.DeliverAsync($"S{student}", percent: 60 + round)).ToList();
            await school.Canvas.Faults.WaitUntilHeldAsync(8, TestContext.Current.CancellationToken);
            school.Canvas.Faults.ReleaseSlow();
            Assert.All(await Task.WhenAll(deliveries), outcome => Assert.Equal(DeliveryOutcome.Delivered, outcome));
        }

        Assert.DoesNotContain(school.Canvas.Requests, request => request.Status is 403 or 429);
    }

    [Theory]
    [InlineData(401, "unauthorized")]
    [InlineData(401, "unauthorised")]
    [InlineData(403, "unauthorized")]
    [InlineData(403, "nicht berechtigt")]
    public async Task A_refused_permission_is_the_same_whatever_Canvas_calls_it(int status, string word)
    {
        await using var school = await CanvasSchool.OpenAsync(new CanvasCampus { DeniedStatus = status, DeniedWord = word });
        school.Enrol("q@school.example", "S123");
        school.Canvas.Campus.AddUserElsewhere("Else Where", "else@school.example", "S999");
        var other = school.Course.AddAssignment("For nobody", of => of with { AssignedTo = new HashSet<long>() });
        using var connector = new CanvasHost(
            school.Canvas.BaseUrl, ("Destinations:canvas:Assignments:LifeFactors", $"{other.Id}"));

        Assert.Equal(DeliveryOutcome.Retry("canvas_denied"), await connector.DeliverAsync("S123"));
        Assert.Equal(DeliveryOutcome.Unmatched("canvas_lookup_denied"), await connector.DeliverAsync("S999"));

        school.Canvas.Campus.SetToken(CanvasHost.Token, TokenState.WithoutPermission);
        Assert.Equal(
            DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5)), await connector.DeliverAsync(email: "r@school.example"));
    }

    [Fact]
    public async Task A_call_outside_of_the_scopes_lets_the_destination_rest_and_names_the_call()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");
        school.Canvas.Campus.Scopes = new HashSet<string>
        {
            "url:GET|/api/v1/users/:user_id/profile", "url:GET|/api/v1/courses/:course_id/assignments/:id",
        };

        Assert.Equal(
            DeliveryOutcome.Pause("canvas_look_out_of_scope", TimeSpan.FromMinutes(5)), await school.Connector.DeliverAsync("S123"));
        Assert.Equal(
            DeliveryOutcome.Pause("canvas_lookup_out_of_scope", TimeSpan.FromMinutes(5)),
            await school.Connector.DeliverAsync(email: "q@school.example"));
    }

    [Fact]
    public async Task A_student_who_is_not_in_the_course_is_waited_for()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Canvas.Campus.AddUser("Quentin Testperson", "q@school.example", sisUserId: "S123");

        Assert.Equal(DeliveryOutcome.Blocked("not_enrolled"), await school.Connector.DeliverAsync("S123"));
        school.Course.Enrol(student);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
    }

    [Theory]
    [InlineData(CanvasFault.ServerError, "GET", "canvas_lookup_500: error_code=internal_server_error")]
    [InlineData(CanvasFault.ServerError, "PUT", "canvas_500: error_code=internal_server_error")]
    [InlineData(CanvasFault.BadGatewayPage, "GET", "canvas_lookup_502")]
    [InlineData(CanvasFault.BadGatewayPage, "PUT", "canvas_502")]
    [InlineData(CanvasFault.ResetBefore, "GET", "canvas_lookup_unreachable")]
    [InlineData(CanvasFault.ResetBefore, "PUT", "canvas_unreachable")]
    [InlineData(CanvasFault.ResetAfter, "PUT", "canvas_unreachable")]
    [InlineData(CanvasFault.HalfAnswer, "GET", "canvas_lookup_unreachable")]
    [InlineData(CanvasFault.HalfAnswer, "PUT", "canvas_unreachable")]
    public async Task A_passing_fault_is_retried_and_ends_in_one_grade(CanvasFault fault, string method, string reason)
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        school.Canvas.Faults.Next(fault, method: method);

        Assert.Equal(DeliveryOutcome.Retry(reason), await school.Connector.DeliverAsync("S123"));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(63m, school.GradeOf(student).Score);
    }

    [Theory]
    [InlineData("GET", "canvas_lookup_timeout")]
    [InlineData("PUT", "canvas_timeout")]
    public async Task A_call_without_an_answer_ends_at_the_time_limit(string method, string reason)
    {
        await using var school = await CanvasSchool.OpenAsync(("Forwarding:AttemptTimeout", "1s"));
        school.Enrol("q@school.example", "S123");
        school.Canvas.Faults.Next(CanvasFault.Slow, method: method);

        Assert.Equal(DeliveryOutcome.Retry(reason), await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task A_cancelled_attempt_ends_at_once_and_says_so()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");
        school.Canvas.Faults.Next(CanvasFault.Slow, method: "PUT");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var attempt = school.Connector.Destination.DeliverAsync(CanvasHost.Delivery("S123"), cancel.Token);
        await school.Canvas.Faults.WaitUntilHeldAsync(1, TestContext.Current.CancellationToken);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
    }

    [Fact]
    public async Task A_result_whose_assignment_was_taken_out_of_the_configuration_is_not_sent()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var delivery = CanvasHost.Delivery("S123") with { Result = CanvasHost.Result("Math", 63, "S123") };

        var outcome = await school.Connector.Destination.DeliverAsync(delivery, TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryState.Dead, outcome.State);
        Assert.Empty(school.Canvas.Requests);
    }
}
