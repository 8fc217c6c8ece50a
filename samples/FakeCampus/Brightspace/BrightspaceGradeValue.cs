namespace FakeCampus.Brightspace;

/// <summary>What one user has in one grade object.</summary>
public sealed record BrightspaceGradeValue
{
    /// <summary>The points as they were written, also those above the maximum.</summary>
    public double? PointsNumerator { get; init; }

    public bool? Pass { get; init; }

    public string? Value { get; init; }

    public string? Text { get; init; }

    public string Comments { get; init; } = "";

    public string PrivateComments { get; init; } = "";

    public DateTimeOffset LastModified { get; init; }

    /// <summary>The number of the user who wrote it last; 0 for the service user.</summary>
    public long LastModifiedBy { get; init; }

    /// <summary>How often the value was written over the API, also with the same content.</summary>
    public int Writes { get; init; }

    /// <summary>
    /// The points that count and are shown: of those above the maximum, the maximum (observed: Brightspace keeps the raw value,
    /// and shows the capped one).
    /// </summary>
    internal double? ShownPoints(BrightspaceGradeObject of) =>
        PointsNumerator is { } points && !of.CanExceedMaxPoints ? Math.Min(points, of.MaxPoints) : PointsNumerator;
}

/// <summary>A cell of the grade book as a teacher sees it.</summary>
/// <param name="Points">The points shown; null where the column has none.</param>
/// <param name="OutOf">What the column is worth.</param>
/// <param name="Text">The text of a text column.</param>
public sealed record BrightspaceShownGrade(double? Points, double OutOf, string? Text)
{
    /// <summary>The share of the maximum, 0 to 100; null where there is none.</summary>
    public double? Percent => Points is { } points && OutOf > 0 ? points / OutOf * 100 : null;
}
