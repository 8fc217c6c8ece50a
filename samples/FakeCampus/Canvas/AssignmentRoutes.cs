using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>The list of a course's assignments, and the making of one. Names are not unique, as in Canvas.</summary>
internal static class AssignmentRoutes
{
    private const string PagePrefix = "after:";

    public static CanvasAnswer List(CanvasCall call, string courseId)
    {
        if (call.Course(courseId) is not { } course)
            return CanvasErrors.NotFound();
        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);

        if (ListQuery.Read(call, out var query) is { } refusal)
            return refusal;

        var (term, perPage, page) = query;
        long after = 0;
        if (page.Length > 0
            && !(page.StartsWith(PagePrefix, StringComparison.Ordinal)
                && CanvasCall.IsNumber(page[PagePrefix.Length..], out after)))
            return CanvasErrors.BadRequest("page is not valid");

        var hits = course.Assignments
            .Where(one => one.Id > after && one.Name.Contains(term, StringComparison.OrdinalIgnoreCase)).ToList();
        var answer = CanvasAnswer.Json(200, json =>
        {
            json.WriteStartArray();
            foreach (var one in hits.Take(perPage))
                Write(json, one);

            json.WriteEndArray();
        });
        if (hits.Count <= perPage)
            return answer;

        var target = $"/api/v1/courses/{course.Id}/assignments?search_term={Uri.EscapeDataString(term)}"
            + $"&page={PagePrefix}{hits[perPage - 1].Id}&per_page={perPage}";
        return answer.With("link", $"<{new Uri(call.Campus.LinkOrigin ?? call.BaseUrl, target).AbsoluteUri}>; rel=\"next\"");
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
        return CanvasAnswer.Json(201, json => Write(json, made));
    }

    private static void Write(Utf8JsonWriter json, CanvasAssignment assignment)
    {
        json.WriteStartObject();
        json.WriteNumber("id", assignment.Id);
        json.WriteString("name", assignment.Name);
        json.WriteNumber("points_possible", assignment.PointsPossible);
        json.WriteString("grading_type", AssignmentInput.NameOf(assignment.GradingType));
        json.WriteBoolean("omit_from_final_grade", assignment.OmitFromFinalGrade);
        json.WriteBoolean("published", assignment.Published);
        json.WriteEndObject();
    }
}
