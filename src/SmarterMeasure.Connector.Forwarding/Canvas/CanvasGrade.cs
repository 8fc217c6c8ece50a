using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>The grade that a result is in an assignment, and how it compares with what stands there.</summary>
/// <param name="Posted">What is sent: a percentage with its sign, or "complete".</param>
/// <param name="Score">The points that it comes to; null where only the words count.</param>
internal readonly record struct CanvasGrade(string Posted, decimal? Score)
{
    private const string Complete = "complete";

    // What a teacher sees has two decimals; what we send again may differ by less.
    private const decimal Shown = 0.005m;
    private const decimal Exact = 0.000001m;

    /// <summary>The grade of a result. A percentage is one of whatever the assignment is worth; a bare number would be points.</summary>
    public static CanvasGrade Of(SectionResult result, CanvasAssignment assignment)
    {
        var points = assignment.PointsPossible ?? 0;
        if (result.IsCompletion)
            return new CanvasGrade(Complete, assignment.GradingType == "pass_fail" ? null : points);

        var percent = result.Percent!.Value;
        return new CanvasGrade($"{ResultText.Number(percent)}%", percent / 100 * points);
    }

    /// <summary>Whether exactly this stands: then nothing is to be written.</summary>
    public bool Stands(CanvasSubmission there) => there.Excused != true
        && (Score is { } score ? IsNear(there.Score, score, Exact) : there.Grade == Complete);

    /// <summary>Whether a teacher sees this.</summary>
    public bool IsSeen(CanvasSubmission there) => there.Excused != true
        && (Score is { } score ? IsNear(there.Score, score, Shown) : there.Grade == Complete);

    /// <summary>Whether this was set, and a deduction for lateness was taken off.</summary>
    public bool IsDeducted(CanvasSubmission there) =>
        Score is { } score && there.Score < there.EnteredScore && IsNear(there.EnteredScore, score, Shown);

    private static bool IsNear(decimal? one, decimal other, decimal by) => one is { } number && Math.Abs(number - other) <= by;
}
