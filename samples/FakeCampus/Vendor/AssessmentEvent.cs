namespace FakeCampus.Vendor;

/// <summary>The names of the vendor's events.</summary>
public static class EventNames
{
    public const string Created = "assessment.created";
    public const string SectionStart = "assessment.section-start";
    public const string SectionComplete = "assessment.section-complete";
    public const string Completed = "assessment.completed";
    public const string Stopped = "assessment.stopped";
}

/// <summary>One event of one student, before it is written in a format.</summary>
/// <param name="CallbackId">32 lower-case hexadecimal digits; not unique across events.</param>
/// <param name="Event">The event's name.</param>
/// <param name="Student">The student.</param>
/// <param name="DateCreated">When the registration was made.</param>
/// <param name="DateUpdated">When the student last did something; equal to the creation for <c>created</c>.</param>
/// <param name="CompletionPercentage">How much of the assessment is done.</param>
public sealed record AssessmentEvent(
    string CallbackId,
    string Event,
    Student Student,
    DateTimeOffset DateCreated,
    DateTimeOffset DateUpdated,
    int CompletionPercentage)
{
    /// <summary>The section of a section event.</summary>
    public string? Section { get; init; }

    /// <summary>The scoring of a completed section.</summary>
    public SectionOutcome? Outcome { get; init; }

    internal bool IsSectionEvent => Section is not null;
}
