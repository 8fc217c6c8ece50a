using System.Globalization;
using System.Text.Json;
using FakeCampus.Serving;

namespace FakeCampus.Blackboard;

/// <summary>The bodies of Learn.</summary>
internal static class BlackboardJson
{
    private const int LargestPage = 200;
    private const int UsualPage = 100;

    /// <summary>A page by limit and offset, with a relative address of the next one.</summary>
    public static StubAnswer Page<T>(
        StubRequest request, FormFields query, IReadOnlyList<T> all, Action<Utf8JsonWriter, T> write)
    {
        var limit = Math.Clamp(Number(query["limit"]) ?? UsualPage, 1, LargestPage);
        var offset = Number(query["offset"]) ?? 0;
        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var one in all.Skip(offset).Take(limit))
                write(json, one);

            json.WriteEndArray();
            if (offset + limit < all.Count)
            {
                var kept = string.Concat(query.All
                    .Where(field => field.Key is not ("limit" or "offset"))
                    .Select(field => $"&{field.Key}={Uri.EscapeDataString(field.Value)}"));
                json.WriteStartObject("paging");
                json.WriteString("nextPage", $"{request.Path}?offset={offset + limit}&limit={limit}{kept}");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }

    /// <summary>Writes a user; without the right to see it, the contact is left out (swagger, users/{userId}).</summary>
    public static void Write(Utf8JsonWriter json, BlackboardUser user, bool hasContact)
    {
        json.WriteStartObject();
        json.WriteString("id", user.Id);
        json.WriteString("uuid", user.Uuid);
        if (user.ExternalId is not null)
            json.WriteString("externalId", user.ExternalId);

        json.WriteString("userName", user.UserName);
        json.WriteStartObject("name");
        json.WriteString("given", user.GivenName);
        json.WriteString("family", user.FamilyName);
        json.WriteEndObject();
        if (hasContact)
        {
            json.WriteStartObject("contact");
            json.WriteString("email", user.Email);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, BlackboardCourse course)
    {
        json.WriteStartObject();
        json.WriteString("id", course.Id);
        json.WriteString("uuid", course.Uuid);
        if (course.ExternalId is not null)
            json.WriteString("externalId", course.ExternalId);

        json.WriteString("courseId", course.CourseId);
        json.WriteString("name", course.CourseId);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, BlackboardColumn column)
    {
        json.WriteStartObject();
        json.WriteString("id", column.Id);
        if (column.ExternalId is not null)
            json.WriteString("externalId", column.ExternalId);

        json.WriteString("name", column.Name);
        json.WriteBoolean("externalGrade", column.IsExternalGrade);
        json.WriteBoolean("includeInCalculations", column.IsInCalculations);
        json.WriteStartObject("score");
        json.WriteNumber("possible", column.Possible);
        json.WriteEndObject();
        json.WriteStartObject("availability");
        json.WriteString("available", column.IsAvailable ? "Yes" : "No");
        json.WriteEndObject();
        json.WriteStartObject("grading");
        json.WriteString("type", column.Grading.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, string user, BlackboardColumn column, BlackboardGrade grade)
    {
        json.WriteStartObject();
        json.WriteString("userId", user);
        json.WriteString("columnId", column.Id);
        if (grade.Score is not null || grade.Text is not null)
        {
            json.WriteString("status", "Graded");
            WriteDisplay(json, column, grade);
            json.WriteString("text", grade.Text);
            if (grade.Score is { } score)
                json.WriteNumber("score", score);
        }

        if (grade.Overridden is { } overridden)
            json.WriteString("overridden", overridden.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));

        json.WriteString("notes", grade.Notes);
        json.WriteString("feedback", grade.Feedback);
        json.WriteBoolean("exempt", grade.Exempt);
        json.WriteBoolean("corrupt", false);
        json.WriteNull("gradeNotationId");
        json.WriteNumber("changeIndex", grade.Writes);
        json.WriteEndObject();
    }

    // A column of words has no score to show.
    private static void WriteDisplay(Utf8JsonWriter json, BlackboardColumn column, BlackboardGrade grade)
    {
        json.WriteStartObject("displayGrade");
        json.WriteString("scaleType", column.Display.ToString());
        if (grade.Score is { } score && column.Display != BlackboardDisplay.Text)
        {
            json.WriteNumber("score", score);
            json.WriteNumber("possible", column.Possible);
        }

        json.WriteString("text", grade.Text);
        json.WriteEndObject();
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
