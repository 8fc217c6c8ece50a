namespace SmarterMeasure.Connector.Forwarding;

/// <summary>What stands at a destination of one delivered result.</summary>
public sealed record Standing
{
    private Standing(StandingKind kind) => Kind = kind;

    /// <summary>What stands.</summary>
    public StandingKind Kind { get; }

    /// <summary>
    /// Who changed it, as an id of the destination's and never a name; null when it does not tell, and with kinds other than
    /// <see cref="StandingKind.Changed"/>.
    /// </summary>
    public string? ChangedBy { get; private init; }

    /// <summary>When it was changed; null when the destination does not tell, and with other kinds.</summary>
    public DateTimeOffset? ChangedAt { get; private init; }

    /// <summary>What was delivered stands.</summary>
    public static Standing Same { get; } = new(StandingKind.Same);

    /// <summary>Nothing stands, or nothing that a teacher sees.</summary>
    public static Standing Missing { get; } = new(StandingKind.Missing);

    /// <summary>The student has another account now than the one that it was delivered to.</summary>
    public static Standing OtherStudent { get; } = new(StandingKind.OtherStudent);

    /// <summary>The destination does not tell.</summary>
    public static Standing Unknown { get; } = new(StandingKind.Unknown);

    /// <summary>Something else stands.</summary>
    /// <param name="by">Who changed it, as an id of the destination's and never a name; null when it does not tell.</param>
    /// <param name="at">When; null when it does not tell.</param>
    public static Standing Changed(string? by = null, DateTimeOffset? at = null) =>
        new(StandingKind.Changed) { ChangedBy = by, ChangedAt = at };
}

/// <summary>How what stands at a destination compares with what was delivered.</summary>
public enum StandingKind
{
    /// <summary>What was delivered stands.</summary>
    Same,

    /// <summary>Something else stands: another value, or the same hidden, locked or excused by somebody.</summary>
    Changed,

    /// <summary>Nothing stands, for example because the grade was deleted.</summary>
    Missing,

    /// <summary>It stands with another account than the student's.</summary>
    OtherStudent,

    /// <summary>Nobody can tell: the destination keeps no trace, or the account is not on file.</summary>
    Unknown,
}
