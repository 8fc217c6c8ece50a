namespace FakeCampus.Vendor;

/// <summary>How an assessment ends.</summary>
public enum AssessmentEnding
{
    Completed,

    /// <summary>Half of the sections, then <c>assessment.stopped</c>.</summary>
    Stopped,

    /// <summary>Half of the sections, then nothing.</summary>
    Abandoned,
}

/// <summary>What a student goes through.</summary>
public sealed record AssessmentPlan
{
    public static AssessmentPlan Default { get; } = new();

    /// <summary>The sections in the order taken.</summary>
    public IReadOnlyList<string> Sections { get; init; } =
        ["LifeFactors", "LearnStyles", "PersonalAttributes", "TechComp", "TechKnowledge", "Reading", "Typing"];

    public AssessmentEnding Ending { get; init; }

    /// <summary>Whether one section is scored a second time, minutes later and with other figures.</summary>
    public bool RescoresOneSection { get; init; }

    /// <summary>Within how long after <see cref="From"/> the students register; the seed says when.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromDays(10);

    /// <summary>The earliest time of registration.</summary>
    public DateTimeOffset From { get; init; } = new(2026, 8, 24, 12, 0, 0, TimeSpan.Zero);
}
