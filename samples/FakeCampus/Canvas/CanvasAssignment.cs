namespace FakeCampus.Canvas;

/// <summary>How an assignment shows its grades.</summary>
public enum GradingType
{
    Points,
    Percent,
    PassFail,
    LetterGrade,
    GpaScale,

    /// <summary>Takes no grade: whatever is posted sets none.</summary>
    NotGraded,
}

/// <summary>A gradebook column.</summary>
public sealed record CanvasAssignment(long Id, string Name)
{
    /// <summary>What a full grade is worth.</summary>
    public decimal PointsPossible { get; init; } = 100;

    /// <summary>Whether nobody set <see cref="PointsPossible"/>: null in the API, and 0 where it is reckoned with.</summary>
    public bool IsWorthUnset { get; init; }

    public GradingType GradingType { get; init; }

    /// <summary>An unpublished assignment cannot be graded.</summary>
    public bool Published { get; init; } = true;

    public bool OmitFromFinalGrade { get; init; } = true;

    /// <summary>A moderated assignment cannot be graded before its grades are released.</summary>
    public bool Moderated { get; init; }

    /// <summary>Whether a moderator released the grades.</summary>
    public bool GradesPublished { get; init; }

    /// <summary>Whether graders do not see whose grade it is before it is posted.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Whether students see a grade only when a teacher posts it.</summary>
    public bool PostsManually { get; init; }

    /// <summary>Whether the gradebook leaves the column out.</summary>
    public bool HiddenInGradebook { get; init; }

    /// <summary>The groups that hand in together; null for everybody alone.</summary>
    public long? GroupCategoryId { get; init; }

    /// <summary>Whether each of a group has a grade of its own.</summary>
    public bool GradesGroupIndividually { get; init; }

    /// <summary>Whether its grading period is over: nobody but an account's administrator may grade it.</summary>
    public bool InClosedGradingPeriod { get; init; }

    /// <summary>What is handed in.</summary>
    public string SubmissionType { get; init; } = "none";

    /// <summary>The users it is assigned to; null for everyone in the course.</summary>
    public IReadOnlySet<long>? AssignedTo { get; init; }

    internal decimal Worth => IsWorthUnset ? 0 : PointsPossible;

    // submissions_api_controller.rb, update: refused before anything is looked at.
    internal bool IsHeldByModeration => Moderated && !GradesPublished;

    internal bool IsAssignedTo(CanvasUser user) => AssignedTo is null || AssignedTo.Contains(user.Id);

    // submission.rb, can_grade_symbolic_status.
    internal bool CanBeGraded => Published && !InClosedGradingPeriod;
}
