using System.Globalization;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>What is read of an assignment. What an older Canvas does not tell is null.</summary>
internal sealed record CanvasAssignment
{
    /// <summary>Canvas's own number; 0 for one that a trial did not make.</summary>
    public required long Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What a full grade is worth; null when nobody said.</summary>
    public decimal? PointsPossible { get; init; }

    /// <summary>How grades are shown: <c>points</c>, <c>percent</c>, <c>pass_fail</c>, <c>letter_grade</c>, <c>gpa_scale</c> or <c>not_graded</c>.</summary>
    public string? GradingType { get; init; }

    /// <summary>What is handed in.</summary>
    public IReadOnlyList<string>? SubmissionTypes { get; init; }

    /// <summary>Whether it can be graded at all.</summary>
    public bool? Published { get; init; }

    /// <summary>Whether it stays out of the final grade.</summary>
    public bool? OmitFromFinalGrade { get; init; }

    /// <summary>Whether the gradebook leaves it out.</summary>
    public bool? HideInGradebook { get; init; }

    /// <summary>Whether a moderator decides on the grades.</summary>
    public bool? ModeratedGrading { get; init; }

    /// <summary>Whether graders do not see whose grade it is, until grades are posted.</summary>
    public bool? AnonymousGrading { get; init; }

    /// <summary>Whether that is so now.</summary>
    public bool? AnonymizeStudents { get; init; }

    /// <summary>Whether students see a grade only when a teacher posts it.</summary>
    public bool? PostManually { get; init; }

    /// <summary>The groups that hand in together; null for everybody alone.</summary>
    public long? GroupCategoryId { get; init; }

    /// <summary>Whether each of a group has a grade of its own.</summary>
    public bool? GradeGroupStudentsIndividually { get; init; }

    /// <summary>Whether its grading period is over.</summary>
    public bool? InClosedGradingPeriod { get; init; }

    /// <summary>Its number, as paths have it.</summary>
    public string Number => Id == 0 ? "new" : Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>What it is, in words.</summary>
    public override string ToString() =>
        $"assignment {Number} \"{Name}\", {(PointsPossible is { } points ? ResultText.Number(points) : "no")} points";
}
