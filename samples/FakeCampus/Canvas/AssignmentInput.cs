using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>Reads the body of a POST of an assignment; what Canvas does not know, it lets fall.</summary>
internal static class AssignmentInput
{
    private const int LongestName = 255;

    private static readonly string[] s_known =
        ["name", "submission_types", "points_possible", "grading_type", "omit_from_final_grade", "published"];

    /// <summary>The assignment without its id; null for a body that cannot be taken.</summary>
    public static CanvasAssignment? Read(CanvasCall call)
    {
        if (call.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            return null;

        try
        {
            return Read(JsonElement.Parse(call.Body), call.Violations);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public static string NameOf(GradingType type) => type switch
    {
        GradingType.Percent => "percent",
        GradingType.PassFail => "pass_fail",
        GradingType.LetterGrade => "letter_grade",
        GradingType.GpaScale => "gpa_scale",
        GradingType.NotGraded => "not_graded",
        _ => "points",
    };

    private static CanvasAssignment? Read(JsonElement body, CanvasViolations violations)
    {
        if (!body.TryGetProperty("assignment", out var given)
            || !given.TryGetProperty("name", out var name)
            || name.GetString() is not { Length: > 0 and <= LongestName } text)
            return null;

        if (given.EnumerateObject().Any(member => !s_known.Contains(member.Name)))
            violations.Add(CanvasViolation.UnknownMember);

        // "none" is all that takes grades without anything handed in; it stands alone.
        if (!given.TryGetProperty("submission_types", out var types) || types.GetArrayLength() != 1 || types[0].GetString() != "none")
            return null;

        // What is left out is as the real one has it: points, worth nothing, part of the final grade, and not published.
        return new CanvasAssignment(0, text)
        {
            PointsPossible = given.TryGetProperty("points_possible", out var points) ? points.GetDecimal() : 0,
            GradingType = given.TryGetProperty("grading_type", out var type)
                ? Enum.GetValues<GradingType>().Single(one => NameOf(one) == type.GetString())
                : GradingType.Points,
            OmitFromFinalGrade = given.TryGetProperty("omit_from_final_grade", out var omit) && omit.GetBoolean(),
            Published = given.TryGetProperty("published", out var published) && published.GetBoolean(),
        };
    }
}
