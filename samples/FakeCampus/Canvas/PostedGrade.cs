using System.Globalization;
using System.Text.RegularExpressions;

namespace FakeCampus.Canvas;

/// <summary>What a <c>posted_grade</c> comes to in an assignment; both null where it sets nothing.</summary>
internal readonly partial record struct PostedGrade(string? Grade, decimal? Score)
{
    private static readonly (decimal From, string Letter)[] s_letters =
    [
        (94, "A"), (90, "A-"), (87, "B+"), (84, "B"), (80, "B-"), (77, "C+"), (74, "C"), (70, "C-"), (67, "D+"), (64, "D"), (61, "D-"),
        (0, "F"),
    ];

    /// <summary>
    /// Reads a number of points, a percentage of the points possible, or pass/complete/fail/incomplete. Nothing is refused: what
    /// the assignment cannot take, and what is no grade at all, sets none (abstract_assignment.rb, grade_to_score, and
    /// submission.rb, infer_values: no grade without a score).
    /// </summary>
    public static PostedGrade Read(string posted, CanvasAssignment assignment)
    {
        var score = Interpret(posted, assignment.Worth);
        score = assignment.GradingType switch
        {
            GradingType.NotGraded => null,
            GradingType.PassFail when score.GetValueOrDefault() == assignment.Worth => assignment.Worth,
            GradingType.PassFail when score.GetValueOrDefault() == 0 => 0,
            GradingType.PassFail => null,
            _ => score,
        };
        return score is { } given ? new PostedGrade(Shown(given, posted, assignment), given) : default;
    }

    /// <summary>Whether it is a grade anywhere.</summary>
    public static bool IsReadable(string posted) => Interpret(posted, 1) is not null;

    /// <summary>How the gradebook shows a score.</summary>
    public static string Shown(decimal score, string? given, CanvasAssignment assignment)
    {
        var share = assignment.Worth > 0 ? score / assignment.Worth * 100 : score;
        return assignment.GradingType switch
        {
            GradingType.PassFail when assignment.Worth > 0 => score > 0 ? "complete" : "incomplete",
            GradingType.PassFail => given is "complete" or "pass" ? "complete" : "incomplete",
            GradingType.Percent => string.Create(CultureInfo.InvariantCulture, $"{share:0.##}%"),

            // Worth nothing, any grade is as good as any other: what was sent is shown.
            GradingType.LetterGrade or GradingType.GpaScale when assignment.Worth == 0 && given is not null => given,
            GradingType.LetterGrade or GradingType.GpaScale => s_letters.First(letter => share >= letter.From || letter.From == 0).Letter,
            _ => score.ToString("0.##########", CultureInfo.InvariantCulture),
        };
    }

    private static decimal? Interpret(string posted, decimal worth) => posted switch
    {
        "pass" or "complete" => worth,
        "fail" or "incomplete" => 0,
        _ when Percentage().Match(posted) is { Success: true } match => Number(match.Groups[1].Value) * worth / 100,
        _ when Points().IsMatch(posted) => Number(posted),
        _ => null,
    };

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([+-]?[0-9]*\.?[0-9]+)%$")]
    private static partial Regex Percentage();

    [GeneratedRegex(@"^[+-]?[0-9]*\.?[0-9]+$")]
    private static partial Regex Points();
}
