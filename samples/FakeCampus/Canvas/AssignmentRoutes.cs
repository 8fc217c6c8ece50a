using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>A course's assignments, one of them, and the making of one. Names are not unique, as in Canvas.</summary>
internal static class AssignmentRoutes
{
    public static CanvasAnswer List(CanvasCall call, string courseId)
    {
        if (call.Course(courseId) is not { } course)
            return CanvasErrors.NotFound();
        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);
        if (ListQuery.Read(call, out var query) is { } refusal)
            return refusal;

        var hits = course.Assignments.Where(one => one.Name.Contains(query.Term, StringComparison.OrdinalIgnoreCase));
        return ListPage.Of(
            call, $"/api/v1/courses/{course.Id}/assignments", query, hits, one => one.Id, (json, one) => Write(json, course, one));
    }

    public static CanvasAnswer Get(CanvasCall call, string courseId, string assignmentId)
    {
        if (call.Course(courseId) is not { } course)
            return CanvasErrors.NotFound();
        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);

        return CanvasCall.IsNumber(assignmentId, out var id) && course.FindAssignment(id) is { } assignment
            ? CanvasAnswer.Json(200, json => Write(json, course, assignment))
            : CanvasErrors.NotFound();
    }

    public static CanvasAnswer Create(CanvasCall call, string courseId)
    {
        if (call.Course(courseId) is not { } course)
            return CanvasErrors.NotFound();
        if (!call.MayAct || !call.Campus.MayCreateAssignments)
            return CanvasErrors.Denied(call.Campus);
        if (AssignmentInput.Read(call) is not { } input)
            return CanvasErrors.BadRequest("assignment is missing or not valid");

        var made = course.CreateOverApi(input);
        return CanvasAnswer.Json(201, json => Write(json, course, made));
    }

    // lib/api/v1/assignment.rb, assignment_json; whether a moderator released the grades is not among its fields by default.
    internal static void Write(Utf8JsonWriter json, CanvasCourse course, CanvasAssignment assignment)
    {
        json.WriteStartObject();
        json.WriteNumber("id", assignment.Id);
        json.WriteNumber("course_id", course.Id);
        json.WriteString("name", assignment.Name);
        if (assignment.IsWorthUnset)
            json.WriteNull("points_possible");
        else
            json.WriteNumber("points_possible", assignment.PointsPossible);

        json.WriteString("grading_type", AssignmentInput.NameOf(assignment.GradingType));
        json.WriteStartArray("submission_types");
        json.WriteStringValue(assignment.SubmissionType);
        json.WriteEndArray();
        json.WriteBoolean("omit_from_final_grade", assignment.OmitFromFinalGrade);
        json.WriteBoolean("hide_in_gradebook", assignment.HiddenInGradebook);
        json.WriteBoolean("published", assignment.Published);
        json.WriteBoolean("moderated_grading", assignment.Moderated);
        json.WriteBoolean("anonymous_grading", assignment.Anonymous);
        json.WriteBoolean("anonymize_students", course.Gradebook.Anonymizes(assignment));
        json.WriteBoolean("post_manually", assignment.PostsManually);
        json.WriteBoolean("in_closed_grading_period", assignment.InClosedGradingPeriod);
        if (assignment.GroupCategoryId is { } category)
            json.WriteNumber("group_category_id", category);
        else
            json.WriteNull("group_category_id");

        json.WriteBoolean("grade_group_students_individually", assignment.GradesGroupIndividually);
        json.WriteEndObject();
    }
}
