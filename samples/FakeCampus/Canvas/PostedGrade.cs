using System.Globalization;

namespace FakeCampus.Canvas;

/// <summary>What a <c>posted_grade</c> comes to in an assignment.</summary>
internal readonly record struct PostedGrade(string Grade, decimal Score)
{
    /// <summary>
    /// Reads a number of points, a percentage of the points possible, or pass/complete/fail/incomplete. A pass/fail
    /// assignment takes full points or none. Letters, signs and blanks are refused.
    /// </summary>
    public static bool TryRead(string posted, CanvasAssignment assignment, out PostedGrade grade)
    {
        grade = default;
        if (ScoreOf(posted, assignment.PointsPossible) is not { } score)
            return false;

        if (assignment.GradingType == GradingType.PassFail && score != 0 && score != assignment.PointsPossible)
            return false;

        grade = new PostedGrade(Shown(score, assignment), score);
        return true;
    }

    private static decimal? ScoreOf(string posted, decimal possible) => posted switch
    {
        "pass" or "complete" => possible,
        "fail" or "incomplete" => 0,
        [.. var percent, '%'] => Number(percent) * possible / 100,
        _ => Number(posted),
    };

    private static decimal? Number(string text) =>
        text.Length > 0 && text[^1] != '.'
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string Shown(decimal score, CanvasAssignment assignment) => assignment.GradingType switch
    {
        GradingType.PassFail => score == 0 ? "incomplete" : "complete",
        GradingType.Percent when assignment.PointsPossible > 0 =>
            string.Create(CultureInfo.InvariantCulture, $"{score / assignment.PointsPossible * 100:0.##}%"),
        _ => score.ToString("0.##########", CultureInfo.InvariantCulture),
    };
}
