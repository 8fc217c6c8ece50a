using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>The custom gradebook columns, one cell of one, and a user's custom data.</summary>
internal static class ColumnRoutes
{
    // custom_gradebook_column_datum.rb: as long as a string may be.
    private const int LongestContent = 255;

    /// <summary>The columns; those that are hidden only if asked for.</summary>
    public static CanvasAnswer List(CanvasCall call, string courseId)
    {
        if (call.Course(courseId) is not { } course)
            return CanvasErrors.NotFound();
        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);
        if (ListQuery.Read(call, out var query) is { } refusal)
            return refusal;

        var all = call.Query.GetValueOrDefault("include_hidden").ToString() is "true" or "1";
        var columns = course.Columns.Where(column => all || !column.IsHidden);
        return ListPage.Of(
            call, $"/api/v1/courses/{course.Id}/custom_gradebook_columns", query, columns, column => column.Id, static (json, column) =>
            {
                json.WriteStartObject();
                json.WriteNumber("id", column.Id);
                json.WriteString("title", column.Title);
                json.WriteBoolean("hidden", column.IsHidden);
                json.WriteBoolean("teacher_notes", false);
                json.WriteBoolean("read_only", false);
                json.WriteEndObject();
            });
    }

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

        // What is invalid is told with 200, and not set (custom_gradebook_column_data_api_controller.rb, update; observed).
        if (content.GetString()!.Length > LongestContent)
            return CanvasAnswer.Json(200, static json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("errors");
                json.WriteStartArray("content");
                json.WriteStartObject();
                json.WriteString("attribute", "content");
                json.WriteString("type", "too_long");
                json.WriteString("message", "too_long");
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndObject();
            });

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
