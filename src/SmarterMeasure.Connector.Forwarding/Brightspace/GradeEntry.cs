using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>One grade object of the configuration: of a section's percentage, or of its readiness.</summary>
/// <param name="Section">The section's code.</param>
/// <param name="Configured">The grade object's number or its name.</param>
/// <param name="IsText">Whether it takes the readiness.</param>
internal sealed record GradeEntry(string Section, string Configured, bool IsText)
{
    private const decimal Whole = 100;

    // Half of the last digit that a grade book shows.
    private const decimal Rounding = 0.005m;

    private const int NumericValue = 1;
    private const int TextValue = 4;

    /// <summary>Whether a result has something for it.</summary>
    public bool Takes(SectionResult result) =>
        IsText ? result.Readiness is { Length: > 0 } || result.IsCompletion : result.IsGradable || result.IsCompletion;

    /// <summary>How it is made; with the configured name.</summary>
    public NewGradeObject Template() => IsText ? new NewTextObject { Name = Configured } : new NewNumericObject { Name = Configured };

    /// <summary>A result as a value, with the comments that go with it.</summary>
    public IncomingValue ValueOf(SectionResult result, GradeObject gradeObject, RichText comments, RichText privateComments) => new()
    {
        Comments = comments,
        PrivateComments = privateComments,
        GradeObjectType = IsText ? TextValue : NumericValue,
        PointsNumerator = IsText ? null : PointsOf(result, gradeObject.MaxPoints!.Value),
        Text = IsText ? TextOf(result) : null,
    };

    /// <summary>Whether a value shows a result: its share of what the grade object is worth, or its readiness.</summary>
    public bool IsShown(SectionResult result, GradeValue value, GradeObject gradeObject)
    {
        if (IsText)
            return value.DisplayedGrade?.Trim() == TextOf(result).Trim();
        if (value is not { PointsNumerator: { } points, PointsDenominator: { } worth and > 0 })
            return false;

        // Points above the maximum stay as they were written, and the maximum is shown.
        var shown = gradeObject.CanExceedMaxPoints == true ? points : Math.Min(points, worth);
        return Math.Abs(shown - PointsOf(result, worth)) <= Rounding;
    }

    /// <summary>Whether a value shows nothing at all.</summary>
    public bool IsEmpty(GradeValue value) =>
        IsText ? string.IsNullOrWhiteSpace(value.DisplayedGrade) : value.PointsNumerator is null;

    private static decimal PointsOf(SectionResult result, decimal worth) =>
        ResultText.Shortest((result.IsCompletion ? Whole : result.Percent!.Value) * worth / Whole);

    private static string TextOf(SectionResult result) => result.IsCompletion ? "complete" : result.Readiness!;
}
