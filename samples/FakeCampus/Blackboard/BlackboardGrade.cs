namespace FakeCampus.Blackboard;

/// <summary>Where the grades of a column come from.</summary>
public enum BlackboardGrading
{
    Manual,
    Attempts,
}

/// <summary>One column of a grade book.</summary>
public sealed record BlackboardColumn(string Id, string? ExternalId, string Name)
{
    public double Possible { get; init; } = 100;

    public BlackboardGrading Grading { get; init; } = BlackboardGrading.Manual;

    public bool IsAvailable { get; init; }
}

/// <summary>What one student has in one column.</summary>
public sealed record BlackboardGrade
{
    public double? Score { get; init; }

    public string? Text { get; init; }

    public string? Notes { get; init; }

    public string? Feedback { get; init; }

    public bool Exempt { get; init; }

    /// <summary>When the grade was overridden, which every write over the API does; null for never.</summary>
    public DateTimeOffset? Overridden { get; init; }

    /// <summary>How often the grade was written over the API, also with the same content.</summary>
    public int Writes { get; init; }
}
