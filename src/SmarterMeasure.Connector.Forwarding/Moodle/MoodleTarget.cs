using System.Globalization;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>What a configured assignment turned out to be: exactly one assignment, or what is wrong.</summary>
/// <param name="Assignment">The assignment; null when there is a fault.</param>
/// <param name="Fault">Why there is none that is fit.</param>
internal sealed record MoodleTarget(MoodleAssignment? Assignment, MoodleFault? Fault)
{
    /// <summary>
    /// Finds the one that is meant: by the number in its page's address, by its own number, by its exact name, or by its ID number.
    /// </summary>
    public static MoodleTarget Resolve(
        string wanted, IReadOnlyList<MoodleAssignment> assignments, IReadOnlyDictionary<string, List<MoodleAssignment>> idNumbers)
    {
        List<MoodleAssignment> found;
        if (MoodleSettings.IsNumber(wanted))
        {
            var number = long.Parse(wanted, CultureInfo.InvariantCulture);
            found = [.. assignments.Where(one => one.CourseModule == number || one.Id == number)];
        }
        else
        {
            found = [.. assignments.Where(one => one.Name == wanted)];
            if (found.Count == 0)
                found = idNumbers.GetValueOrDefault(wanted) ?? [];
        }

        return found switch
        {
            [] => new(null, MoodleFault.NotFound(wanted)),
            [var only] => FaultOf(only) is { } fault ? new(null, fault) : new(only, null),
            _ => new(null, MoodleFault.SeveralMeant(wanted, found)),
        };
    }

    /// <summary>What a preflight says of it.</summary>
    public PreflightItem Check(string section, MoodleSettings settings)
    {
        if (Fault is { } fault)
            return fault.On(section);

        var item = Describe(Assignment!);
        if (Assignment!.MarkingWorkflow == 0)
        {
            return settings.WorkflowState is null or MoodleSettings.Released
                ? PreflightItem.Fit(section, item)
                : PreflightItem.Notice(
                    section, item, "no_marking_workflow",
                    $"WorkflowState {settings.WorkflowState} counts only where the assignment's setting \"Use marking workflow\" is Yes: these grades are public at once.");
        }

        return settings.WorkflowState == MoodleSettings.Released
            ? PreflightItem.Fit(section, item)
            : PreflightItem.Notice(
                section, item, "not_released",
                "The marking workflow is on: grades reach the gradebook, and the students, only when a teacher releases them.");
    }

    // What stays silent when it is graded, and what becomes of the grade: see the trap list in docs/moodle.md.
    private static MoodleFault? FaultOf(MoodleAssignment assignment)
    {
        var item = Describe(assignment);
        return assignment switch
        {
            { Grade: < 0 } => new(item, "graded_by_scale", "In the assignment's settings, below Grade, set Type to Point."),
            { Grade: 0 } => new(item, "not_graded", "In the assignment's settings, below Grade, set Type to Point and give a maximum."),
            { BlindMarking: 1, RevealIdentities: 0 } => new(
                item, "anonymous_submissions", "In the assignment's settings, below Grade, set Anonymous submissions to No."),
            _ => null,
        };
    }

    private static string Describe(MoodleAssignment assignment) => string.Create(
        CultureInfo.InvariantCulture,
        $"assignment \"{assignment.Name}\" (page {assignment.CourseModule}){(assignment.Grade > 0 ? $", {assignment.Grade:0.##} points" : "")}");
}

/// <summary>Why an assignment takes no results.</summary>
/// <param name="Item">Which.</param>
/// <param name="Code">What was seen.</param>
/// <param name="Remedy">What to change, and where.</param>
internal sealed record MoodleFault(string Item, string Code, string Remedy)
{
    /// <summary>Nothing that the token's account sees goes by that number or name.</summary>
    public static MoodleFault NotFound(string wanted) => new(
        $"assignment \"{wanted}\"", "assignment_not_found",
        "Give the number at the end of the assignment page's address, its ID number or its exact name, and enrol the token's account in the course as non-editing teacher.");

    /// <summary>A number that is one assignment's page and another's own number, or a name that several bear.</summary>
    public static MoodleFault SeveralMeant(string wanted, IReadOnlyList<MoodleAssignment> found) => new(
        $"assignment \"{wanted}\"", "assignment_ambiguous",
        $"It may mean {string.Join(" or ", found.Select(one => $"\"{one.Name}\" (page {one.CourseModule})"))}: give the exact name or the ID number of the one that is meant.");

    /// <summary>As an item of a section's preflight.</summary>
    public PreflightItem On(string section) => PreflightItem.Unfit(section, Item, Code, Remedy);
}
