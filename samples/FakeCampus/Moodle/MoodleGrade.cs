namespace FakeCampus.Moodle;

/// <summary>What one student has in one assignment: there, and in the gradebook.</summary>
public sealed record MoodleGrade
{
    /// <summary>The assignment's own grade; null when it was never graded there.</summary>
    public double? Grade { get; init; }

    /// <summary>The raw grade in the gradebook.</summary>
    public double? GradebookGrade { get; init; }

    /// <summary>What a teacher wrote into the gradebook by hand; it stays whatever comes. Null for nothing.</summary>
    public double? OverriddenGrade { get; init; }

    /// <summary>What stands in the gradebook.</summary>
    public double? FinalGrade => OverriddenGrade ?? GradebookGrade;

    /// <summary>Whether a teacher has locked this student's grade.</summary>
    public bool IsLocked { get; init; }

    public string Feedback { get; init; } = "";

    public string WorkflowState { get; init; } = "";

    /// <summary>Who graded last.</summary>
    public long Grader { get; init; }

    /// <summary>When the assignment's own grade changed last.</summary>
    public DateTimeOffset ModifiedAt { get; init; }

    /// <summary>How often the assignment's grade was saved over the API, also with the same content.</summary>
    public int Saves { get; init; }

    /// <summary>How often the gradebook was updated directly over the API.</summary>
    public int GradebookUpdates { get; init; }

    /// <summary>How often the student was told.</summary>
    public int Notifications { get; init; }
}

/// <summary>What an assignment's grades are.</summary>
public enum MoodleGradeType
{
    Point,
    Scale,
    None,
}
