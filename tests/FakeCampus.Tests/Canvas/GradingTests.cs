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
    [InlineData("1e2")]
    [InlineData("63 %")]
    [InlineData("63,5")]
    [InlineData("NaN")]
    [InlineData("%")]
    [InlineData("")]
    public async Task Nonsense_is_answered_200_and_empties_the_cell(string posted)
    {
        await Grade("13");

        var response = await Grade(posted);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null((await Read(response))["score"]);
        Assert.Equal((null, null), (Course.Submission(Assignment, Student).Score, Course.Submission(Assignment, Student).Grade));
        Assert.Equal(1, Stub.Violations[CanvasViolation.UnreadableGrade]);
    }

    [Theory]
    [InlineData("pass", "complete")]
    [InlineData("20", "complete")]
    [InlineData("100%", "complete")]
    [InlineData("incomplete", "incomplete")]
    [InlineData("0", "incomplete")]
    [InlineData("12", null)]
    [InlineData("63%", null)]
    public async Task A_pass_fail_assignment_takes_full_points_or_none_and_says_200_to_all(string posted, string? shown)
    {
        var assignment = Course.AddAssignment("Done", a => a with { GradingType = GradingType.PassFail, PointsPossible = 20 });
        await Grade("complete", assignment);

        var response = await Grade(posted, assignment);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(shown, (await Read(response))["grade"]?.GetValue<string>());
        Assert.Equal(shown, Course.Submission(assignment, Student).Grade);
    }

    [Theory]
    [InlineData(GradingType.NotGraded, 100, "63%", null, null)]
    [InlineData(GradingType.Points, 0, "63%", 0, "0")]
    [InlineData(GradingType.Percent, 0, "63%", 0, "0%")]
    [InlineData(GradingType.LetterGrade, 0, "63%", 0, "63%")]
    [InlineData(GradingType.GpaScale, 0, "63%", 0, "63%")]
    [InlineData(GradingType.LetterGrade, 100, "63%", 63, "D-")]
    public async Task What_an_assignment_cannot_hold_is_lost_with_200(GradingType type, int worth, string posted, int? score, string? shown)
    {
        var assignment = Course.AddAssignment("Odd", a => a with { GradingType = type, PointsPossible = worth });

        var response = await Grade(posted, assignment);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((score, shown), ((int?)Course.Submission(assignment, Student).Score, Course.Submission(assignment, Student).Grade));
    }

    [Fact]
    public async Task Points_that_nobody_set_are_none()
    {
        var assignment = Course.AddAssignment("Unset", a => a with { IsWorthUnset = true });

        Assert.Equal(0, (await Read(await Grade("63%", assignment)))["score"]!.GetValue<double>());
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
    public async Task A_grade_takes_an_excuse_back()
    {
        Course.Gradebook.Excuse(Assignment, Student);

        var answer = await Read(await Grade("13"));

        Assert.False(answer["excused"]!.GetValue<bool>());
        Assert.Equal(new GradebookCell(13, "13", false), Course.Gradebook.TeacherSees(Assignment, Student));
    }

    [Fact]
    public async Task A_grade_shows_what_a_teacher_hid_unless_the_assignment_is_posted_by_hand()
    {
        var byHand = Course.AddAssignment("By hand", a => a with { PostsManually = true });
        await Grade("13");
        await Grade("13", byHand);
        Course.Gradebook.Hide(Assignment);
        Assert.Null((await Read(await Client.GetAsync(SubmissionPath, Stop)))["posted_at"]);

        await Grade("13");
        await Grade("13", byHand);

        Assert.NotNull(Course.Submission(Assignment, Student).PostedAt);
        Assert.Null(Course.Submission(byHand, Student).PostedAt);
    }

    [Theory]
    [InlineData(false, 13)]
    [InlineData(true, null)]
    public async Task A_grade_is_the_whole_groups_unless_each_has_its_own(bool individually, int? ofOther)
    {
        var other = Stub.Campus.AddUser("Other Member", "other@students.fakecampus.test");
        var alone = Stub.Campus.AddUser("Not Of It", "alone@students.fakecampus.test");
        Course.Enrol(other, alone);
        Course.AddGroup(7, 1, Student, other);
        var assignment = Course.AddAssignment("Group", a => a with { GroupCategoryId = 7, GradesGroupIndividually = individually });

        var answer = await Read(await Grade("13", assignment));

        Assert.Equal(ofOther is null ? 1 : 2, answer["all_submissions"]!.AsArray().Count);
        Assert.Equal(ofOther, (int?)Course.Submission(assignment, other).Score);
        Assert.Null(Course.Submission(assignment, alone).Score);
    }

    [Fact]
    public async Task A_late_policy_takes_points_off_what_was_handed_in_late()
    {
        var essay = Course.AddAssignment("Essay", a => a with { SubmissionType = "online_upload" });
        Course.Gradebook.LatePenalty = 10;
        Course.Gradebook.HandInLate(essay, Student);

        var answer = await Read(await Grade("63%", essay));

        Assert.Equal((53.0, 63.0), (answer["score"]!.GetValue<double>(), answer["entered_score"]!.GetValue<double>()));
    }

    [Fact]
    public async Task A_teacher_s_grade_has_the_teacher_for_its_grader()
    {
        await Grade("13");
        var ours = await Read(await Client.GetAsync(SubmissionPath, Stop));
        Clock.Advance(TimeSpan.FromHours(1));
        Course.Gradebook.Grade(Assignment, Student, "14");
        var theirs = await Read(await Client.GetAsync(SubmissionPath, Stop));

        Assert.Equal((CanvasCampus.ServiceAccountId, "2026-09-01T09:00:00Z"), (ours["grader_id"]!.GetValue<long>(), ours["graded_at"]!.GetValue<string>()));
        Assert.Equal((CanvasCampus.TeacherId, "2026-09-01T10:00:00Z"), (theirs["grader_id"]!.GetValue<long>(), theirs["graded_at"]!.GetValue<string>()));
        Assert.Equal(
            CanvasCampus.ServiceAccountId, (await Read(await Client.GetAsync("api/v1/users/self/profile", Stop)))["id"]!.GetValue<long>());
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
    [InlineData("""{"submission":{"posted_grade":"13"}}""", "text/plain")]
    public async Task A_body_without_its_parameters_is_answered_200_and_does_nothing(string body, string contentType)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, contentType);

        var response = await Client.PutAsync(SubmissionPath, content, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(Course.Submissions);
        Assert.Equal(1, Stub.Violations[CanvasViolation.EmptyUpdate]);
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_refused() => Assert.Equal(
        HttpStatusCode.BadRequest,
        (await Client.PutAsync(SubmissionPath, Json("""{"submission":{"posted_grade":"13"}"""), Stop)).StatusCode);

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

    [Theory]
    [InlineData(401, "unauthorised")]
    [InlineData(403, "unauthorized")]
    public async Task What_cannot_be_graded_for_the_student_is_denied(int status, string word)
    {
        (Stub.Campus.DeniedStatus, Stub.Campus.DeniedWord) = (status, word);
        CanvasAssignment[] assignments =
        [
            Course.AddAssignment("Unpublished", a => a with { Published = false }),
            Course.AddAssignment("Moderated", a => a with { Moderated = true }),
            Course.AddAssignment("Of others", a => a with { AssignedTo = new HashSet<long> { 1 } }),
            Course.AddAssignment("Over", a => a with { InClosedGradingPeriod = true }),
        ];

        foreach (var assignment in assignments)
        {
            var response = await Grade("13", assignment);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Empty(response.Headers.WwwAuthenticate);
            Assert.Equal(word, (await Read(response))["status"]!.GetValue<string>());
        }

        Assert.Equal(HttpStatusCode.OK, (await Grade("13", Course.Change(assignments[1], a => a with { GradesPublished = true }))).StatusCode);
    }

    [Fact]
    public async Task A_teacher_sees_no_grade_of_what_the_gradebook_does_not_show()
    {
        CanvasAssignment[] unseen =
        [
            Course.AddAssignment("Anonymous", a => a with { Anonymous = true, PostsManually = true }),
            Course.AddAssignment("Left out", a => a with { HiddenInGradebook = true }),
        ];
        foreach (var assignment in unseen)
            Assert.Equal(HttpStatusCode.OK, (await Grade("13", assignment)).StatusCode);

        Assert.All(unseen, one => Assert.Null(Course.Gradebook.TeacherSees(one, Student)));
        Course.Gradebook.Post(unseen[0]);
        Assert.Equal(13, Course.Gradebook.TeacherSees(unseen[0], Student)!.Score);
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
