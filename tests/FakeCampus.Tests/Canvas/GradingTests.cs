using System.Net;
using FakeCampus.Canvas;

namespace FakeCampus.Tests.Canvas;

public sealed class GradingTests : CanvasTest
{
    [Theory]
    [InlineData("13", 13.0, "13")]
    [InlineData("12.5", 12.5, "12.5")]
    [InlineData("63%", 12.6, "12.6")]
    [InlineData("33.33%", 6.666, "6.666")]
    [InlineData("complete", 20.0, "20")]
    [InlineData("fail", 0.0, "0")]
    public async Task A_grade_is_points_or_a_percentage_of_the_points_possible(string posted, double score, string shown)
    {
        var response = await Grade(posted);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var submission = await Read(response);
        Assert.Equal(score, submission["score"]!.GetValue<double>(), 6);
        Assert.Equal(shown, submission["grade"]!.GetValue<string>());
        Assert.Equal("graded", submission["workflow_state"]!.GetValue<string>());
        Assert.Equal("2026-09-01T09:00:00Z", submission["graded_at"]!.GetValue<string>());
        Assert.Equal(Student.Id, submission["user_id"]!.GetValue<long>());
        Assert.Equal(Assignment.Id, submission["all_submissions"]![0]!["assignment_id"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("seventy")]
    [InlineData("-5")]
    [InlineData("1e2")]
    [InlineData("63 %")]
    [InlineData("63,5")]
    [InlineData("NaN")]
    [InlineData("%")]
    [InlineData("")]
    public async Task Nonsense_is_a_grade_error_and_changes_nothing(string posted)
    {
        var response = await Grade(posted);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await Read(response))["error"]);
        Assert.Equal(0, Course.Submission(Assignment, Student).Versions);
    }

    [Theory]
    [InlineData("pass", 200, "complete")]
    [InlineData("20", 200, "complete")]
    [InlineData("100%", 200, "complete")]
    [InlineData("incomplete", 200, "incomplete")]
    [InlineData("0", 200, "incomplete")]
    [InlineData("12", 400, null)]
    [InlineData("63%", 400, null)]
    public async Task A_pass_fail_assignment_takes_full_points_or_none(string posted, int status, string? shown)
    {
        var assignment = Course.AddAssignment(
            "Done", a => a with { GradingType = GradingType.PassFail, PointsPossible = 20 });

        var response = await Grade(posted, assignment);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(shown, Course.Submission(assignment, Student).Grade);
    }

    [Fact]
    public async Task A_percent_assignment_shows_a_percentage()
    {
        var assignment = Course.AddAssignment(
            "Percent", a => a with { GradingType = GradingType.Percent, PointsPossible = 50 });

        var submission = await Read(await Grade("63%", assignment));

        Assert.Equal("63%", submission["grade"]!.GetValue<string>());
        Assert.Equal(31.5, submission["score"]!.GetValue<double>());
    }

    [Fact]
    public async Task The_same_grade_again_is_the_same_state_in_a_new_version()
    {
        await Grade("13");
        await Grade("13");

        var submission = Course.Submission(Assignment, Student);
        Assert.Equal(13, submission.Score);
        Assert.Equal(2, submission.Versions);
        Assert.Single(Course.Submissions);
    }

    [Fact]
    public async Task A_comment_is_appended_by_every_call()
    {
        const string Body = """{"submission":{"posted_grade":13},"comment":{"text_comment":"Well done"}}""";
        await Client.PutAsync(SubmissionPath, Json(Body), Stop);
        var second = await Read(await Client.PutAsync(SubmissionPath, Json(Body), Stop));

        Assert.Equal(2, second["submission_comments"]!.AsArray().Count);
        Assert.Equal(2, Stub.Violations[CanvasViolation.CommentOnSubmission]);
    }

    [Fact]
    public async Task A_form_body_does_the_same_as_a_json_body()
    {
        var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["submission[posted_grade]"] = "63%" });

        var response = await Client.PutAsync(SubmissionPath, form, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(12.6m, Course.Submission(Assignment, Student).Score);
    }

    [Theory]
    [InlineData("""{"posted_grade":"13"}""", "application/json")]
    [InlineData("""{"submission":{"posted_grade":"13"}""", "application/json")]
    [InlineData("""{"submission":{"posted_grade":"13"}}""", "text/plain")]
    public async Task A_body_without_its_parameters_is_refused(string body, string contentType)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, contentType);

        var response = await Client.PutAsync(SubmissionPath, content, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Unknown_courses_assignments_and_students_outside_the_course_are_not_found()
    {
        var outsider = Stub.Campus.AddUser("Not Enrolled", "outside@students.fakecampus.test");
        string[] paths =
        [
            $"api/v1/courses/999/assignments/{Assignment.Id}/submissions/{Student.Id}",
            $"api/v1/courses/sis_course_id:OTHER/assignments/{Assignment.Id}/submissions/{Student.Id}",
            $"api/v1/courses/{Course.Id}/assignments/999/submissions/{Student.Id}",
            $"api/v1/courses/{Course.Id}/assignments/sis_assignment_id:A/submissions/{Student.Id}",
            PathOf(Assignment, outsider),
            $"api/v1/courses/{Course.Id}/assignments/{Assignment.Id}/submissions/{Student.Email}",
        ];

        foreach (var path in paths)
            Assert.Equal(HttpStatusCode.NotFound, (await Client.PutAsync(path, GradeBody("13"), Stop)).StatusCode);
    }

    [Fact]
    public async Task Course_and_student_can_be_addressed_by_their_sis_ids()
    {
        var course = Stub.Campus.AddCourse("Plain", "ENG101-F26");
        course.Enrol(Student);
        var assignment = course.AddAssignment("Column");
        var path = $"api/v1/courses/sis_course_id:ENG101-F26/assignments/{assignment.Id}/submissions/sis_login_id:quill.i";

        var response = await Client.PutAsync(path, GradeBody("70"), Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(70, course.Submission(assignment, Student).Score);
    }

    [Fact]
    public async Task What_cannot_be_graded_for_the_student_is_unauthorized()
    {
        CanvasAssignment[] assignments =
        [
            Course.AddAssignment("Unpublished", a => a with { Published = false }),
            Course.AddAssignment("Moderated", a => a with { Moderated = true }),
            Course.AddAssignment("Of others", a => a with { AssignedTo = new HashSet<long> { 1 } }),
        ];

        foreach (var assignment in assignments)
        {
            var response = await Grade("13", assignment);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("unauthorized", (await Read(response))["status"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_submission_can_be_read_back()
    {
        var before = await Read(await Client.GetAsync(SubmissionPath, Stop));
        await Grade("13");
        var after = await Read(await Client.GetAsync(SubmissionPath, Stop));

        Assert.Equal("unsubmitted", before["workflow_state"]!.GetValue<string>());
        Assert.Null(before["score"]);
        Assert.Equal(13, after["score"]!.GetValue<double>());
    }
}
