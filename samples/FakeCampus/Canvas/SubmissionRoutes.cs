using System.Globalization;
using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>Reading and grading one submission.</summary>
internal static class SubmissionRoutes
{
    public static CanvasAnswer Get(CanvasCall call, string courseId, string assignmentId, string userId) =>
        Locate(call, courseId, assignmentId, userId, (course, assignment, user) =>
            Answer(course.Submission(assignment, user)));

    public static CanvasAnswer Put(
        CanvasCall call, string courseId, string assignmentId, string userId, Action commentSeen) =>
        Locate(call, courseId, assignmentId, userId, (course, assignment, user) =>
        {
            if (!assignment.CanBeGradedFor(user))
                return CanvasErrors.Denied(call.Campus);

            if (SubmissionUpdate.Read(call) is not { } update)
                return CanvasErrors.BadRequest("neither submission[posted_grade] nor comment[text_comment] can be read");

            PostedGrade grade = default;
            if (update.PostedGrade is { } posted && !PostedGrade.TryRead(posted, assignment, out grade))
                return CanvasErrors.Grade("invalid grade");

            if (!string.IsNullOrEmpty(update.TextComment))
                commentSeen();

            return Answer(course.Update(assignment, user, before => Apply(before, update, grade, call.Campus.Clock)));
        });

    private static CanvasSubmission Apply(
        CanvasSubmission before, SubmissionUpdate update, PostedGrade grade, TimeProvider clock)
    {
        var after = update.PostedGrade is null
            ? before
            : before with { Grade = grade.Grade, Score = grade.Score, GradedAt = clock.GetUtcNow() };

        // Canvas appends on every call; this is what makes a retry with a comment visible to students.
        return string.IsNullOrEmpty(update.TextComment)
            ? after
            : after with { Comments = after.Comments.Add(update.TextComment) };
    }

    private static CanvasAnswer Locate(
        CanvasCall call, string courseId, string assignmentId, string userId,
        Func<CanvasCourse, CanvasAssignment, CanvasUser, CanvasAnswer> then)
    {
        if (call.Course(courseId) is not { } course)
            return CanvasErrors.NotFound();

        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);

        return CanvasCall.IsNumber(assignmentId, out var id)
            && course.FindAssignment(id) is { } assignment
            && call.User(userId) is { } user
            && course.HasStudent(user)
                ? then(course, assignment, user)
                : CanvasErrors.NotFound();
    }

    private static CanvasAnswer Answer(CanvasSubmission submission) => CanvasAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        WriteState(json, submission);
        json.WriteStartArray("submission_comments");
        for (var i = 0; i < submission.Comments.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", submission.Id * 100 + i);
            json.WriteString("comment", submission.Comments[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("all_submissions");
        json.WriteStartObject();
        WriteState(json, submission);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteState(Utf8JsonWriter json, CanvasSubmission submission)
    {
        json.WriteNumber("id", submission.Id);
        json.WriteNumber("user_id", submission.UserId);
        json.WriteNumber("assignment_id", submission.AssignmentId);
        json.WriteString("grade", submission.Grade);
        json.WritePropertyName("score");
        if (submission.Score is { } score)
            json.WriteRawValue(score.ToString("0.0#########", CultureInfo.InvariantCulture));
        else
            json.WriteNullValue();

        json.WriteNull("attempt");
        json.WriteString("graded_at", submission.GradedAt?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteString("workflow_state", submission.GradedAt is null ? "unsubmitted" : "graded");
    }
}
