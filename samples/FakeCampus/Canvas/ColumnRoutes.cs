using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>One cell of a custom gradebook column, and a user's custom data.</summary>
internal static class ColumnRoutes
{
    /// <summary>Sets a cell. A blank content deletes it; the student is looked up by number only.</summary>
    public static CanvasAnswer PutCell(CanvasCall call, string courseId, string columnId, string userId)
    {
        if (call.Course(courseId) is not { } course)
            return CanvasErrors.NotFound();
        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);
        if (!CanvasCall.IsNumber(columnId, out var column) || !course.HasColumn(column)
            || !CanvasCall.IsNumber(userId, out _) || call.User(userId) is not { } user || !course.HasStudent(user))
            return CanvasErrors.NotFound();

        // The wrapper is taken for granted: without it the controller fails, and no 400 tells of it.
        if (Body(call) is not { } body
            || !body.TryGetProperty("column_data", out var data) || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.String)
            return CanvasErrors.Internal();

        course.SetCell(column, user, content.GetString()!);
        return CanvasAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("content", content.GetString());
            json.WriteNumber("user_id", user.Id);
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// Sets what stands under a key of a namespace: 201 at first, 200 afterwards, 409 where a plain value stands for an object.
    /// Deeper paths are not served.
    /// </summary>
    public static CanvasAnswer PutCustomData(CanvasCall call, string userId, string path)
    {
        if (call.User(userId) is not { } user)
            return CanvasErrors.NotFound();
        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);
        if (Body(call) is not { } body
            || !body.TryGetProperty("ns", out var ns) || ns.ValueKind != JsonValueKind.String
            || !body.TryGetProperty("data", out var data))
            return CanvasErrors.BadRequest("ns and data are required");

        return call.Campus.SetCustomData(user, ns.GetString()!, path, data) switch
        {
            null => CanvasAnswer.Json(409, json =>
            {
                json.WriteStartObject();
                json.WriteString("message", "write conflict for custom_data hash");
                json.WriteString("conflict_scope", path);
                json.WriteEndObject();
            }),
            var isNew => CanvasAnswer.Json(isNew.Value ? 201 : 200, json =>
            {
                json.WriteStartObject();
                json.WritePropertyName("data");
                data.WriteTo(json);
                json.WriteEndObject();
            }),
        };
    }

    private static JsonElement? Body(CanvasCall call)
    {
        if (call.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            return null;

        try
        {
            var body = JsonElement.Parse(call.Body);
            return body.ValueKind == JsonValueKind.Object ? body : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
