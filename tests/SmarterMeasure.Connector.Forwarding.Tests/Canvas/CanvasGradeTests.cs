using FakeCampus.Canvas;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

public sealed class CanvasGradeTests
{
    [Theory]
    [InlineData("63", "63")]
    [InlineData("63.50", "63.5")]
    [InlineData("0", "0")]
    [InlineData("100.000", "100")]
    [InlineData("66.666666666666666666666666667", "66.666666666666666666666666667")]
    [InlineData("0.00001", "0.00001")]
    public async Task The_percentage_is_posted_in_its_shortest_form(string percent, string posted)
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("q@school.example", "S123");

        var outcome = await school.Connector.DeliverAsync(
            internalId: "S123", percent: decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(DeliveryOutcome.Delivered, outcome);
        Assert.Equal($$$"""{"submission":{"posted_grade":"{{{posted}}}%"}}""", school.Canvas.Requests[^1].Body);
    }

    [Theory]
    [InlineData(100, GradingType.Points, "63.5")]
    [InlineData(50, GradingType.Points, "31.75")]
    [InlineData(10, GradingType.Percent, "6.35")]
    public async Task The_grade_is_right_whatever_the_assignment_is_worth(int worth, GradingType type, string score)
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");
        var assignment = school.Course.AddAssignment("Other", of => of with { PointsPossible = worth, GradingType = type });
        using var connector = new CanvasHost(
            school.Canvas.BaseUrl, ("Destinations:canvas:Assignments:LifeFactors", $"{assignment.Id}"));

        Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync("S123", percent: 63.5m));

        Assert.Equal(
            decimal.Parse(score, System.Globalization.CultureInfo.InvariantCulture),
            school.Course.Submission(assignment, student).Score);
    }

    [Fact]
    public async Task A_student_is_found_by_the_schools_id()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");

        var outcome = await school.Connector.DeliverAsync("S123", "someone.else@school.example");

        Assert.Equal(DeliveryOutcome.Delivered, outcome);
        Assert.Equal(63m, school.GradeOf(student).Score);
        Assert.Equal(
        [
            "GET /api/v1/users/sis_user_id:S123/profile",
            "GET /api/v1/courses/sis_course_id:ENG101-F26/assignments/4001",
            "GET" + Put($"{student.Id}")[3..] + "?include%5B%5D=assignment",
            Put($"{student.Id}"),
        ], school.Calls());
    }

    [Theory]
    [InlineData("CS/101.11é")]
    [InlineData("a b")]
    [InlineData("100%")]
    [InlineData("%2F")]
    [InlineData("a+b")]
    [InlineData("a/../b")]
    [InlineData("..")]
    [InlineData("sis:user?x=1#y&z;w")]
    [InlineData("学生-😀")]
    [InlineData("S7.json")]
    [InlineData("é.JSON")]
    public async Task An_odd_id_arrives_as_it_is(string sisId)
    {
        await using var school = await CanvasSchool.OpenAsync(new CanvasCampus());
        var student = school.Enrol("q@school.example", sisId);

        var outcome = await school.Connector.DeliverAsync(internalId: sisId);

        Assert.Equal(DeliveryOutcome.Delivered, outcome);
        Assert.Equal(63m, school.GradeOf(student).Score);
    }

    [Fact]
    public async Task An_odd_course_id_arrives_as_it_is()
    {
        var campus = new CanvasCampus();
        var course = campus.AddCourse("Geography", "Géo 1+2 (50%)");
        var assignment = course.AddAssignment("Life Factors");
        await using var school = await CanvasSchool.OpenAsync(
            campus,
            ("Destinations:canvas:Course", "sis_course_id:Géo 1+2 (50%)"),
            ("Destinations:canvas:Assignments:LifeFactors", $"{assignment.Id}"));
        var student = school.Enrol("q@school.example", "S123");
        course.Enrol(student);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(63m, course.Submission(assignment, student).Score);
    }

    [Fact]
    public async Task A_student_whose_id_is_unknown_is_found_by_email()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("Quinn+sm@school.example", loginId: "quinn");

        var outcome = await school.Connector.DeliverAsync("S999", "quinn+SM@school.example");

        Assert.Equal(DeliveryOutcome.Delivered, outcome);
        Assert.Equal(63m, school.GradeOf(student).Score);
        Assert.Equal(Put($"{student.Id}"), school.Calls()[^1]);
    }

    [Fact]
    public async Task A_student_is_found_by_a_login_that_is_the_address()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("private@home.example", "S123", loginId: "quinn@school.example");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(email: "quinn@school.example"));
        Assert.Equal(63m, school.GradeOf(student).Score);
        Assert.Equal(Put($"{student.Id}"), school.Calls()[^1]);
    }

    [Fact]
    public async Task An_address_within_a_longer_one_is_not_the_student()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("joanna@school.example");
        school.Enrol("anna@school.example.org");
        var student = school.Enrol("anna@school.example");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(email: "anna@school.example"));
        Assert.Equal([student.Id], school.Course.Submissions.Select(submission => submission.UserId));
    }

    [Fact]
    public async Task An_exact_hit_is_looked_for_on_every_page()
    {
        await using var school = await CanvasSchool.OpenAsync();
        for (var i = 0; i < 250; i++)
            school.Enrol($"{i}.anna@school.example");
        var student = school.Enrol("anna@school.example");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(email: "anna@school.example"));
        Assert.Equal(63m, school.GradeOf(student).Score);
        Assert.Equal(3, school.Calls().Count(call => call.Contains("/accounts/self/users", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_accounts_with_the_address_are_never_guessed_between()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("anna@school.example", loginId: "anna1");
        school.Enrol("ANNA@school.example", loginId: "anna2");

        var outcome = await school.Connector.DeliverAsync(email: "anna@school.example");

        Assert.Equal(DeliveryOutcome.Unmatched("several_accounts"), outcome);
        Assert.Empty(school.Course.Submissions);
    }

    [Fact]
    public async Task A_second_account_on_a_later_page_counts_too()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("anna@school.example", loginId: "anna1");
        for (var i = 0; i < 120; i++)
            school.Enrol($"{i}.anna@school.example");
        school.Enrol("anna@school.example", loginId: "anna2");

        Assert.Equal(
            DeliveryOutcome.Unmatched("several_accounts"),
            await school.Connector.DeliverAsync(email: "anna@school.example"));
    }

    [Fact]
    public async Task An_address_that_occurs_too_often_to_be_sure_is_not_matched()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("anna@school.example");
        for (var i = 0; i < 1200; i++)
            school.Enrol($"{i}.anna@school.example");

        Assert.Equal(
            DeliveryOutcome.Unmatched("several_accounts"),
            await school.Connector.DeliverAsync(email: "anna@school.example"));
        Assert.Equal(10, school.Canvas.Requests.Count);
    }

    [Theory]
    [InlineData("S999", null)]
    [InlineData(null, "nobody@school.example")]
    [InlineData("S999", "nobody@school.example")]
    public async Task A_student_whom_Canvas_does_not_know_is_unmatched(string? internalId, string? email)
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("anna@school.example", "S123");

        Assert.Equal(
            DeliveryOutcome.Unmatched("no_account"), await school.Connector.DeliverAsync(internalId, email));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", " ")]
    public async Task A_student_without_any_identity_is_unmatched_without_a_call(string? internalId, string? email)
    {
        await using var school = await CanvasSchool.OpenAsync();

        Assert.Equal(
            DeliveryOutcome.Unmatched("no_identity"), await school.Connector.DeliverAsync(internalId, email));
        Assert.Empty(school.Canvas.Requests);
    }

    [Fact]
    public async Task The_order_of_identities_is_the_configured_one()
    {
        await using var school = await CanvasSchool.OpenAsync(("Identity:0", "email"));
        var student = school.Enrol("anna@school.example");
        school.Enrol("other@school.example", "S123");

        Assert.Equal(
            DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123", "anna@school.example"));
        Assert.Equal([student.Id], school.Course.Submissions.Select(submission => submission.UserId));
        Assert.Equal(DeliveryOutcome.Unmatched("no_identity"), await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task A_repeated_grade_changes_nothing_and_never_leaves_a_comment()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S123");

        await school.Connector.DeliverAsync("S123");
        await school.Connector.DeliverAsync("S123");

        Assert.Equal((63m, 1), (school.GradeOf(student).Score, school.GradeOf(student).Versions));
        Assert.Empty(school.GradeOf(student).Comments);
        Assert.All(
            school.Canvas.Requests,
            request => Assert.DoesNotContain("comment", request.Body, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(0, school.Canvas.Violations.Total);
    }

    private static string Put(string user) =>
        $"PUT /api/v1/courses/sis_course_id:ENG101-F26/assignments/4001/submissions/{user}";
}
