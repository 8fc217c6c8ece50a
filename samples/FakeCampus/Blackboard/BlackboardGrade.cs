namespace FakeCampus.Blackboard;

/// <summary>Where the grades of a column come from (swagger, GradeColumn.grading.type).</summary>
public enum BlackboardGrading
{
    Manual,
    Attempts,
    Calculated,
}

/// <summary>How a column shows its grades.</summary>
public enum BlackboardDisplay
{
    Score,
    Percent,

    /// <summary>Letters.</summary>
    Tabular,

    /// <summary>Words; a score is not kept.</summary>
    Text,
}

/// <summary>One column of a grade book.</summary>
public sealed record BlackboardColumn(string Id, string? ExternalId, string Name)
{
    public double Possible { get; init; } = 100;

    public BlackboardGrading Grading { get; init; } = BlackboardGrading.Manual;

    public BlackboardDisplay Display { get; init; }

    /// <summary>Whether students see it.</summary>
    public bool IsAvailable { get; init; }

    /// <summary>Whether it is the column that goes to the student information system as the course's grade.</summary>
    public bool IsExternalGrade { get; init; }

    public bool IsInCalculations { get; init; }
}

/// <summary>What one student has in one column.</summary>
public sealed record BlackboardGrade
{
    public double? Score { get; init; }

    public string? Text { get; init; }

    public string? Notes { get; init; }

    public string? Feedback { get; init; }

    /// <summary>Whether the student is excused: the cell shows that, and no score.</summary>
    public bool Exempt { get; init; }

    /// <summary>When the grade was overridden, which every write over the API does; null for never.</summary>
    public DateTimeOffset? Overridden { get; init; }

    /// <summary>How often the grade was written over the API, also with the same content.</summary>
    public int Writes { get; init; }
}

/// <summary>A cell of the grade book as an instructor sees it.</summary>
/// <param name="Score">The points.</param>
/// <param name="OutOf">What the column is worth.</param>
public sealed record BlackboardShownGrade(double Score, double OutOf)
{
    /// <summary>The share of the maximum, 0 to 100; null where there is none.</summary>
    public double? Percent => OutOf > 0 ? Score / OutOf * 100 : null;
}
