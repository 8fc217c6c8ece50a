namespace FakeCampus.Brightspace;

/// <summary>The types of grade objects whose values can be written.</summary>
public enum BrightspaceGradeType
{
    Numeric = 1,
    PassFail = 2,
    SelectBox = 3,
    Text = 4,
}

/// <summary>One column of an org unit's grade book.</summary>
public sealed record BrightspaceGradeObject(long Id, string Name, BrightspaceGradeType Type)
{
    public double MaxPoints { get; init; } = 100;

    public bool CanExceedMaxPoints { get; init; }

    /// <summary>Whether students do not see it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The symbols of the scheme of a select box.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];
}

/// <summary>What one user has in one grade object.</summary>
public sealed record BrightspaceGradeValue
{
    public double? PointsNumerator { get; init; }

    public bool? Pass { get; init; }

    public string? Value { get; init; }

    public string? Text { get; init; }

    public string Comments { get; init; } = "";

    public string PrivateComments { get; init; } = "";

    public DateTimeOffset LastModified { get; init; }

    /// <summary>How often the value was written over the API, also with the same content.</summary>
    public int Writes { get; init; }
}
