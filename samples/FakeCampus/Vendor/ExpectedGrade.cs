namespace FakeCampus.Vendor;

/// <summary>The newest scoring of one section of one student: what must stand at every target in the end.</summary>
/// <param name="Student">The student.</param>
/// <param name="Section">The section's code.</param>
/// <param name="DateScored">When it was scored.</param>
/// <param name="Percent">The percentage; null for a section that has none, such as Typing.</param>
/// <param name="Readiness">The readiness as sent; null or empty when there was none.</param>
public sealed record ExpectedGrade(
    Student Student, string Section, DateTimeOffset DateScored, decimal? Percent, string? Readiness)
{
    /// <summary>Takes the newest scoring per student and section, whatever the order in which they were sent.</summary>
    public static IReadOnlyList<ExpectedGrade> Of(IEnumerable<AssessmentScript> scripts) =>
    [
        .. scripts
            .SelectMany(script => script.Events)
            .Where(e => e.Outcome is not null)
            .GroupBy(e => (e.Student.UserId, e.Section))
            .Select(group => group.MaxBy(e => e.Outcome!.DateScored)!)
            .Select(e => new ExpectedGrade(
                e.Student, e.Section!, e.Outcome!.DateScored,
                e.Outcome.Figure("calculated-percentage"), e.Outcome.Readiness)),
    ];
}
