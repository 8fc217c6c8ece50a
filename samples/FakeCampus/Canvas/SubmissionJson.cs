using System.Globalization;
using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>Writes a submission (lib/api/v1/submission.rb, SUBMISSION_JSON_FIELDS and _METHODS).</summary>
internal static class SubmissionJson
{
    /// <summary>The members of one, inside an object that the caller begins and ends.</summary>
    public static void WriteMembers(Utf8JsonWriter json, CanvasSubmission submission)
    {
        json.WriteNumber("id", submission.Id);
        json.WriteNumber("user_id", submission.UserId);
        json.WriteNumber("assignment_id", submission.AssignmentId);
        json.WriteString("grade", submission.Grade);
        json.WriteString("entered_grade", submission.Grade);
        Write(json, "score", submission.Score);
        Write(json, "entered_score", submission.EnteredScore);
        Write(json, "points_deducted", submission.PointsDeducted);
        json.WriteBoolean("excused", submission.IsExcused);
        json.WriteNull("attempt");
        json.WriteString("graded_at", Time(submission.GradedAt));
        json.WriteString("posted_at", Time(submission.PostedAt));
        if (submission.GraderId is { } grader)
            json.WriteNumber("grader_id", grader);
        else
            json.WriteNull("grader_id");

        json.WriteString("workflow_state", submission.WorkflowState);
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, string name, decimal? number)
    {
        json.WritePropertyName(name);
        if (number is { } value)
            json.WriteRawValue(value.ToString("0.0#########", CultureInfo.InvariantCulture));
        else
            json.WriteNullValue();
    }
}
