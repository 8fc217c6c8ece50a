namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>Reads what stands of a grade, from the answer to a write or from a page of a column's grades.</summary>
internal static class GradeStanding
{
    // Half of the last digit that a grade book shows.
    private const decimal Rounding = 0.005m;

    /// <summary>
    /// What the column is worth, where the grade tells; null where it does not. Only of a column that shows points: what the number is
    /// in others is not documented.
    /// </summary>
    public static decimal? PossibleOf(BlackboardGrade grade) =>
        grade.DisplayGrade is { ScaleType: null or "Score" } shown ? shown.Possible : null;

    /// <summary>Whether an instructor sees these points.</summary>
    public static bool Shows(BlackboardGrade grade, decimal points) =>
        grade.Exempt != true && ScoreOf(grade) is { } score && Math.Abs(score - points) <= Rounding;

    /// <summary>The score that an instructor sees; null for none. A column of words keeps none.</summary>
    public static decimal? ScoreOf(BlackboardGrade grade) =>
        grade.DisplayGrade?.ScaleType == "Text" ? null : grade.Score ?? grade.DisplayGrade?.Score;

    /// <summary>What a write came to.</summary>
    public static DeliveryOutcome OutcomeOf(BlackboardGrade grade, decimal points)
    {
        if (grade.Exempt == true)
            return DeliveryOutcome.Blocked("excused");

        return Shows(grade, points) ? DeliveryOutcome.Delivered : DeliveryOutcome.Blocked("not_kept");
    }
}
