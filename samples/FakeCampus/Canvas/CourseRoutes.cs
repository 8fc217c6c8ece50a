namespace FakeCampus.Canvas;

/// <summary>What a caller may do in a course, and who is in it.</summary>
internal static class CourseRoutes
{
    /// <summary>The rights that were asked for; all are refused to a token without permission (courses_controller.rb, permissions).</summary>
    public static CanvasAnswer Permissions(CanvasCall call, string courseId)
    {
        if (call.Course(courseId) is null)
            return CanvasErrors.NotFound();

        return CanvasAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            foreach (var permission in call.Values("permissions"))
                json.WriteBoolean(permission, call.MayAct);

            json.WriteEndObject();
        });
    }

    /// <summary>Those of the given users who are in the course.</summary>
    public static CanvasAnswer Users(CanvasCall call, string courseId)
    {
        if (call.Course(courseId) is not { } course)
            return CanvasErrors.NotFound();
        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);
        if (ListQuery.Read(call, out var query) is { } refusal)
            return refusal;

        var ids = call.Values("user_ids").ToHashSet(StringComparer.Ordinal);
        var users = course.Students.Where(user => ids.Count == 0 || ids.Contains($"{user.Id}")).OrderBy(user => user.Id);
        return ListPage.Of(call, $"/api/v1/courses/{course.Id}/users", query, users, user => user.Id, static (json, user) =>
        {
            json.WriteStartObject();
            json.WriteNumber("id", user.Id);
            json.WriteString("sis_user_id", user.SisUserId);
            json.WriteEndObject();
        });
    }
}
