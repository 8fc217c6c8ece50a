namespace FakeCampus.Canvas;

/// <summary>How an assignment shows its grades.</summary>
public enum GradingType
{
    Points,
    Percent,
    PassFail,
}

/// <summary>A gradebook column.</summary>
public sealed record CanvasAssignment(long Id, string Name)
{
    public decimal PointsPossible { get; init; } = 100;

    public GradingType GradingType { get; init; }

    /// <summary>An unpublished assignment cannot be graded.</summary>
    public bool Published { get; init; } = true;

    public bool OmitFromFinalGrade { get; init; } = true;

    /// <summary>A moderated assignment cannot be graded before its grades are released.</summary>
    public bool Moderated { get; init; }

    /// <summary>The users it is assigned to; null for everyone in the course.</summary>
    public IReadOnlySet<long>? AssignedTo { get; init; }

    internal bool CanBeGradedFor(CanvasUser user) =>
        Published && !Moderated && (AssignedTo is null || AssignedTo.Contains(user.Id));
}
