using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>Reading and grading one submission (submissions_api_controller.rb, show and update).</summary>
internal static class SubmissionRoutes
{
    public static CanvasAnswer Get(CanvasCall call, string courseId, string assignmentId, string userId) =>
        Locate(call, courseId, assignmentId, userId, (course, assignment, user) =>
            Answer(course.Submission(assignment, user), [], call.Includes("assignment") ? json => AssignmentRoutes.Write(json, course, assignment) : null));

    public static CanvasAnswer Put(CanvasCall call, string courseId, string assignmentId, string userId) =>
        Locate(call, courseId, assignmentId, userId, (course, assignment, user) =>
        {
            if (!SubmissionUpdate.TryRead(call, out var update))
                return CanvasErrors.BadRequest("the body cannot be read");
            if ((update.PostedGrade is not null && assignment.IsHeldByModeration)
                || !assignment.IsAssignedTo(user)
                || (update.PostedGrade is not null && !assignment.CanBeGraded))
                return CanvasErrors.Denied(call.Campus);

            IReadOnlyList<CanvasSubmission> graded = [];
            if (update.PostedGrade is { } posted)
            {
                if (!PostedGrade.IsReadable(posted))
                    call.Violations.Add(CanvasViolation.UnreadableGrade);

                graded = course.Gradebook.Post(assignment, user, posted, CanvasCampus.ServiceAccountId);
            }

            // Canvas appends on every call; this is what makes a retry with a comment visible to students.
            if (!string.IsNullOrEmpty(update.TextComment))
            {
                call.Violations.Add(CanvasViolation.CommentOnSubmission);
                course.Gradebook.Comment(assignment, user, update.TextComment);
            }

            if (update is { PostedGrade: null, TextComment: null })
                call.Violations.Add(CanvasViolation.EmptyUpdate);
            return Answer(course.Submission(assignment, user), graded, null);
        });

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

    private static CanvasAnswer Answer(
        CanvasSubmission submission, IReadOnlyList<CanvasSubmission> graded, Action<Utf8JsonWriter>? assignment) => CanvasAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        SubmissionJson.WriteMembers(json, submission);
        if (assignment is not null)
        {
            json.WritePropertyName("assignment");
            assignment(json);
        }

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
        foreach (var one in graded.Count == 0 ? [submission] : graded)
        {
            json.WriteStartObject();
            SubmissionJson.WriteMembers(json, one);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
