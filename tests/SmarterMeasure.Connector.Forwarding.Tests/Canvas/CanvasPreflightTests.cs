using FakeCampus.Canvas;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>What is said of a course before anything is written into it.</summary>
public sealed class CanvasPreflightTests
{
    [Fact]
    public async Task A_course_that_is_set_up_well_is_looked_at_with_a_few_reads_and_no_write()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");
        school.Course.Change(school.Assignment, one => one with { PostsManually = true });

        var report = await LookAsync(school.Connector);

        var item = Assert.Single(report.Items);
        Assert.Equal(("LifeFactors", PreflightVerdict.Notice, "posted_by_hand"), (item.Section, item.Verdict, item.Code));
        Assert.Equal("assignment 4001 \"SmarterMeasure: Life Factors\", 100 points", item.Item);
        Assert.All(school.Canvas.Requests, request => Assert.Equal("GET", request.Method));
        Assert.Equal(3, school.Canvas.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(CanvasStandingTests.Unfit), MemberType = typeof(CanvasStandingTests))]
    public async Task What_would_be_lost_is_unfit_with_a_remedy_until_it_is_mended(string condition, string code)
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");
        school.Course.Change(school.Assignment, one => CanvasStandingTests.Spoilt(one, condition));

        var unfit = Assert.Single((await LookAsync(school.Connector)).Items);
        school.Course.Change(school.Assignment, _ => school.Assignment);
        var mended = await LookAsync(school.Connector);

        Assert.Equal((PreflightVerdict.Unfit, code), (unfit.Verdict, unfit.Code));
        Assert.EndsWith(".", unfit.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(mended.Items, item => item.Verdict == PreflightVerdict.Unfit);
    }

    [Fact]
    public async Task Who_sees_a_result_and_when_is_said_once_for_each_assignment()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Course.Change(school.Assignment, one => one with
        {
            OmitFromFinalGrade = false, InClosedGradingPeriod = true, SubmissionType = "online_upload",
        });

        var report = await LookAsync(school.Connector);

        Assert.Equal(
            ["counts_in_final_grade", "posted_at_once", "closed_grading_period", "handed_in"], report.Items.Select(item => item.Code));
        Assert.All(report.Items, item => Assert.Equal(PreflightVerdict.Notice, item.Verdict));
    }

    [Fact]
    public async Task A_missing_assignment_and_a_missing_or_hidden_column_are_unfit()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var column = school.Course.AddColumn("Readiness");
        school.Course.HideColumn(column);
        using var connector = school.Connect(
            ("Assignments:Math", "SM Math"), ("Columns:Reading", $"{column}"), ("Columns:Typing", "77"));
        school.Course.Remove(school.Assignment);

        var report = await LookAsync(connector);

        Assert.Equal(
        [
            ("LifeFactors", "assignment 4001", "assignment_missing"),
            ("Math", "assignment \"SM Math\"", "assignment_missing"),
            ("Reading", $"column {column} \"Readiness\"", "column_hidden"),
            ("Typing", "column 77", "column_missing"),
        ], report.Items.Select(item => (item.Section!, item.Item, item.Code!)).Order());
    }

    [Fact]
    public async Task An_assignment_that_is_to_be_made_is_not_made_by_looking()
    {
        await using var school = await CanvasSchool.OpenAsync(
            CanvasSchool.Below(("Assignments:LifeFactors", "SM Life Factors"), ("Provision", "true")));

        var report = await LookAsync(school.Connector);

        Assert.Equal(PreflightVerdict.Fit, Assert.Single(report.Items).Verdict);
        Assert.Equal(0, school.Course.CreatedOverApi);
    }

    [Theory]
    [InlineData(true, "no_right_to_grade")]
    [InlineData(false, "course_missing")]
    public async Task A_course_that_cannot_be_written_into_is_unfit_for_each_section(bool isThere, string code)
    {
        await using var school = await CanvasSchool.OpenAsync();
        if (isThere)
            school.Canvas.Campus.SetToken(CanvasHost.Token, TokenState.WithoutPermission);
        using var connector = school.Connect(("Course", isThere ? $"{school.Course.Id}" : "99"), ("Columns:Typing", "77"));

        var report = await LookAsync(connector);

        Assert.Equal(
            [("LifeFactors", code), ("Typing", code)],
            report.Items.Where(item => item.Verdict == PreflightVerdict.Unfit).Select(item => (item.Section!, item.Code!)));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_no_finding_but_a_failure_to_look()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Canvas.Campus.RevokeToken(CanvasHost.Token);

        var report = await school.Connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5)), report.Failure);
        Assert.Empty(report.Items);
    }

    [Theory]
    [InlineData(false, "email_not_included")]
    [InlineData(true, null)]
    public async Task A_key_that_drops_include_parameters_is_noticed_before_students_are_missed(bool includes, string? code)
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", loginId: "quentin");
        school.Canvas.Campus.Scopes = Scopes;
        school.Canvas.Campus.AllowsIncludes = includes;

        var report = await LookAsync(school.Connector);

        Assert.Equal(code, report.Items.SingleOrDefault(item => item.Section is null)?.Code);
        Assert.Equal(
            includes ? DeliveryOutcome.Delivered : DeliveryOutcome.Unmatched("no_account"),
            await school.Connector.DeliverAsync(email: "q@school.example"));
        Assert.Equal(includes ? 63m : null, school.GradeOf(student).Score);
    }

    [Fact]
    public async Task The_scopes_that_the_docs_name_are_all_that_is_needed()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");
        school.Canvas.Campus.Scopes = Scopes;

        await LookAsync(school.Connector);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123", percent: 64));
        Assert.DoesNotContain(school.Canvas.Requests, request => request.Status == 401);
    }

    internal static readonly HashSet<string> Scopes =
    [
        "url:GET|/api/v1/accounts/:account_id/users",
        "url:GET|/api/v1/users/:user_id/profile",
        "url:GET|/api/v1/courses/:course_id/permissions",
        "url:GET|/api/v1/courses/:course_id/assignments/:id",
        "url:GET|/api/v1/courses/:course_id/assignments/:assignment_id/submissions/:user_id",
        "url:PUT|/api/v1/courses/:course_id/assignments/:assignment_id/submissions/:user_id",
    ];

    private static async Task<PreflightReport> LookAsync(CanvasHost connector)
    {
        var report = await connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);
        Assert.Null(report.Failure);
        return report;
    }
}
