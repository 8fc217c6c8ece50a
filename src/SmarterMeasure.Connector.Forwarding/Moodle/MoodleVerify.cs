using System.Globalization;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Compares what was delivered with what stands: two calls for a batch of one section.</summary>
internal sealed class MoodleVerify(
    MoodleSettings settings, MoodleAssignments assignments, MoodleGradebookReads gradebook, MoodleProfile profile)
{
    /// <summary>What stands of each.</summary>
    public async Task<VerifyAnswer> VerifyAsync(string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel)
    {
        if (!settings.Assignments.ContainsKey(section))
            return await profile.VerifyAsync(delivered, cancel);

        var (assignment, failure) = await assignments.OfAsync(section, cancel);
        if (failure is not null)
            return VerifyAnswer.Failed(failure);

        (var own, failure) = await gradebook.ReadOwnAsync(assignment!, since: null, cancel);
        if (failure is not null)
            return VerifyAnswer.Failed(failure);

        (var students, failure) = await gradebook.ReadGradebookAsync(assignment!.Course, user: null, cancel);
        if (failure is not null)
            return VerifyAnswer.Failed(failure);

        var ownOf = own!.GroupBy(grade => grade.UserId).ToDictionary(grades => Text(grades.Key), grades => grades.MaxBy(grade => grade.TimeModified)!);
        var itemOf = students!.ToDictionary(
            student => Text(student.UserId),
            student => (student.Items ?? []).FirstOrDefault(item => item.CourseModule == assignment.CourseModule));
        return VerifyAnswer.Of([.. delivered.Select(each => each.Account is { } account
            ? Compare(each, assignment, ownOf.GetValueOrDefault(account), itemOf.GetValueOrDefault(account))
            : Standing.Unknown)]);
    }

    private static Standing Compare(DeliveredResult delivered, MoodleAssignment assignment, MoodleOwnGrade? own, MoodleGradeItem? item)
    {
        var points = MoodleGrading.PointsOf(delivered.Result, assignment);
        if (MoodleGradebookReads.IsSame(item?.GradeRaw, points))
            return Standing.Same;
        if (item?.GradeRaw is not null)
            return item.IsOverridden == true ? Standing.Changed(at: Time(item.GradedAt)) : ChangedIn(own);

        // Not yet released, it stands in the assignment only, where the teacher looks until then.
        var isHeld = assignment.MarkingWorkflow != 0 && item is not null;
        return own?.Grade is not >= 0 || !isHeld ? Standing.Missing
            : MoodleGradebookReads.IsSame(own.Grade, points) ? Standing.Same
            : ChangedIn(own);
    }

    private static Standing ChangedIn(MoodleOwnGrade? own) => own is null
        ? Standing.Changed()
        : Standing.Changed(own.Grader > 0 ? Text(own.Grader) : null, Time(own.TimeModified));

    private static DateTimeOffset? Time(long? seconds) => seconds is > 0 and { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
