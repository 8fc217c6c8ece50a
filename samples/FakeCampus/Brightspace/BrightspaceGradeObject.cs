namespace FakeCampus.Brightspace;

/// <summary>The types of grade objects; those from 5 on are computed, and their values cannot be written.</summary>
public enum BrightspaceGradeType
{
    Numeric = 1,
    PassFail = 2,
    SelectBox = 3,
    Text = 4,
    Calculated = 5,
    Formula = 6,
}

/// <summary>One column of an org unit's grade book.</summary>
public sealed record BrightspaceGradeObject(long Id, string Name, BrightspaceGradeType Type)
{
    public double MaxPoints { get; init; } = 100;

    public bool CanExceedMaxPoints { get; init; }

    public bool IsBonus { get; init; }

    /// <summary>Whether the final grade leaves it out.</summary>
    public bool ExcludedFromFinalGrade { get; init; }

    /// <summary>Whether students do not see it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The tool, such as a quiz, that writes its values too; null for none.</summary>
    public long? AssociatedTool { get; init; }

    /// <summary>The symbols of the scheme of a select box.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    internal bool HasPoints => Type is not BrightspaceGradeType.Text;
}
