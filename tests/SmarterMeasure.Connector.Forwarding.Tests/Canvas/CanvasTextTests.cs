using FakeCampus.Canvas;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>What Canvas gets besides grades: columns that instructors read, custom data, completion.</summary>
public sealed class CanvasTextTests
{
    private static readonly SectionResult s_result = new()
    {
        Student = new StudentRef { UserId = "8152142", InternalId = "S123" },
        Section = "LifeFactors",
        ScoredAt = new DateTimeOffset(2026, 8, 30, 3, 33, 0, TimeSpan.Zero),
        Readiness = "fail",
        Percent = 63,
    };

    [Fact]
    public async Task Instructors_read_the_readiness_in_a_column_of_their_own()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        var column = school.Course.AddColumn();
        using var connector = Connector(school, ("Destinations:canvas:Columns:LifeFactors", $"{column}"));

        Assert.Equal(DeliveryState.Delivered, (await SendAsync(connector, s_result)).State);
        Assert.Equal(DeliveryState.Delivered, (await SendAsync(connector, s_result)).State);

        Assert.Equal("LifeFactors 63% – fail (2026-08-30)", school.Course.Cell(column, student));
        Assert.Equal(63m, school.GradeOf(student).Score);
    }

    [Fact]
    public async Task A_column_takes_sections_that_are_no_grades()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        var column = school.Course.AddColumn();
        using var connector = Connector(school, ("Destinations:canvas:Columns:Typing", $"{column}"));

        var typing = s_result with { Section = "Typing", Percent = null, Readiness = "pass" };
        Assert.Equal(DeliveryState.Delivered, (await SendAsync(connector, typing)).State);

        Assert.Equal("Typing – pass (2026-08-30)", school.Course.Cell(column, student));
        Assert.Empty(school.Course.Submissions);
    }

    [Fact]
    public async Task A_text_that_Canvas_does_not_take_is_not_called_delivered_although_it_says_200()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        var column = school.Course.AddColumn();
        using var connector = Connector(school, ("Destinations:canvas:Columns:Typing", $"{column}"));
        var typing = s_result with { Section = "Typing", Percent = null, Readiness = new string('x', 300) };

        var outcome = await SendAsync(connector, typing);

        Assert.Equal((DeliveryState.Blocked, "cell_refused"), (outcome.State, outcome.Reason));
        Assert.Null(school.Course.Cell(column, student));
    }

    [Fact]
    public async Task A_column_that_is_gone_is_told_from_a_student_who_is()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        var column = school.Course.AddColumn();
        using var connector = Connector(school, ("Destinations:canvas:Columns:Typing", $"{column}"));
        var typing = s_result with { Section = "Typing", Percent = null };

        school.Course.Unenrol(student);
        Assert.Equal("not_enrolled", (await SendAsync(connector, typing)).Reason);
        school.Course.RemoveColumn(column);
        Assert.StartsWith("target_unfit: column_missing: ", (await SendAsync(connector, typing)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_Canvas_fails_at_is_tried_again_however_often_the_delivery_failed()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        var column = school.Course.AddColumn();
        using var connector = Connector(school, ("Destinations:canvas:Columns:Typing", $"{column}"));
        var typing = s_result with { Section = "Typing", Percent = null };

        school.Canvas.Faults.Next(CanvasFault.ServerError, method: "PUT");
        Assert.Equal(DeliveryState.Retrying, (await SendAsync(connector, typing, failures: 20)).State);
        Assert.Equal(DeliveryState.Delivered, (await SendAsync(connector, typing, failures: 21)).State);
        Assert.Equal("Typing – fail (2026-08-30)", school.Course.Cell(column, student));
    }

    [Fact]
    public async Task Programs_read_results_in_the_custom_data_of_a_user_without_a_course()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        using var connector = new CanvasHost(
            school.Canvas.BaseUrl, ("Destinations:canvas:CustomData", "edu.example.sm"),
            ("Destinations:canvas:Course", null), ("Destinations:canvas:Assignments:LifeFactors", null));

        Assert.Equal(DeliveryState.Delivered, (await SendAsync(connector, s_result)).State);
        Assert.Equal(DeliveryState.Delivered, (await SendAsync(connector, s_result with { Percent = 64, Readiness = null })).State);
        Assert.Equal(DeliveryState.Delivered, (await SendAsync(connector, Completion())).State);

        Assert.Equal(
            """{"percent":64,"scored":"2026-08-30T03:33:00Z"}""", school.Canvas.Campus.CustomData(student, "edu.example.sm", "LifeFactors"));
        Assert.Equal("""{"complete":true}""", school.Canvas.Campus.CustomData(student, "edu.example.sm", "Completion"));
    }

    [Fact]
    public async Task Custom_data_of_another_shape_is_not_written_over()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        school.Canvas.Campus.SetCustomData(student, "edu.example.sm", "LifeFactors", "\"theirs\"");
        using var connector = Connector(school, ("Destinations:canvas:CustomData", "edu.example.sm"));

        Assert.Equal("canvas_409", (await SendAsync(connector, s_result)).Reason);
        Assert.Equal("\"theirs\"", school.Canvas.Campus.CustomData(student, "edu.example.sm", "LifeFactors"));
    }

    [Fact]
    public async Task Completion_is_a_grade_when_it_has_an_assignment()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        var done = school.Course.AddAssignment("Done", of => of with { GradingType = GradingType.PassFail });
        using var connector = Connector(school, ("Destinations:canvas:Assignments:Completion", $"{done.Id}"));

        Assert.Equal(DeliveryState.Delivered, (await SendAsync(connector, Completion())).State);

        Assert.Equal("complete", school.Course.Submission(done, student).Grade);
    }

    [Theory]
    [InlineData("4711")]
    [InlineData("sis_user_id:S123")]
    [InlineData("S123")]
    public async Task An_account_that_an_operator_named_is_taken_without_a_look(string account)
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        var mapped = account == "4711" ? $"{student.Id}" : account;

        var outcome = await school.Connector.Destination.DeliverAsync(
            CanvasHost.Delivery(email: "unknown@school.example") with { MappedTo = mapped }, TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryState.Delivered, outcome.State);
        Assert.Equal(63m, school.GradeOf(student).Score);
        Assert.DoesNotContain(school.Calls(), call => call.Contains("/accounts/self/users", StringComparison.Ordinal));
        Assert.EndsWith($"/submissions/{student.Id}", school.Calls()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_student_that_was_found_is_not_looked_up_again_for_an_hour()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");

        await school.Connector.DeliverAsync("S123");
        await school.Connector.DeliverAsync("S123", percent: 64);
        Assert.Single(Lookups());

        school.Connector.Clock.Advance(TimeSpan.FromMinutes(61));
        await school.Connector.DeliverAsync("S123", percent: 65);
        Assert.Equal(2, Lookups().Count());

        IEnumerable<string> Lookups() => school.Calls().Where(call => call.EndsWith("S123/profile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trial_shows_every_request_and_changes_nothing()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        var column = school.Course.AddColumn();
        using var connector = new CanvasHost(
            school.Canvas.BaseUrl, ("Destinations:canvas:Assignments:LifeFactors", $"{school.Assignment.Id}"),
            ("Destinations:canvas:Columns:LifeFactors", $"{column}"), ("Destinations:canvas:CustomData", "edu.example.sm"));

        var foreseen = await connector.Destination.ForeseeAsync(
            CanvasHost.Delivery() with { Result = s_result }, TestContext.Current.CancellationToken);

        Assert.Empty(school.Course.Submissions);
        Assert.Null(school.Course.Cell(column, student));
        Assert.Equal(3, foreseen!.Request!.Split("PUT ").Length - 1);
        Assert.Equal((await SendAsync(connector, s_result)).Request, foreseen.Request);
    }

    private static SectionResult Completion() => new()
    {
        Student = s_result.Student,
        Section = SectionCodes.Completion,
    };

    private static CanvasHost Connector(CanvasSchool school, (string Key, string? Value) setting) => new(
        school.Canvas.BaseUrl, ("Destinations:canvas:Assignments:LifeFactors", $"{school.Assignment.Id}"), setting);

    private static Task<DeliveryOutcome> SendAsync(CanvasHost connector, SectionResult result, int failures = 0) =>
        connector.Destination.DeliverAsync(
            CanvasHost.Delivery() with { Result = result, Failures = failures }, TestContext.Current.CancellationToken);
}
