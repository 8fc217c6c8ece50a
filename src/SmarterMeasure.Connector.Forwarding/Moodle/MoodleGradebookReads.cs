using System.Globalization;
using Microsoft.Extensions.Caching.Memory;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>
/// What stands in Moodle: in the gradebook, or, until a teacher releases it, in the assignment itself. Safe for use from many
/// threads.
/// </summary>
#pragma warning disable CA1001 // The cache is not disposed: it holds nothing but memory, and an attempt may still use it.
internal sealed class MoodleGradebookReads(MoodleCalls calls, TimeProvider clock)
#pragma warning restore CA1001
{
    private const string Call = "moodle_confirm";
    private const int MaxRemembered = 10_000;

    // Five places are kept; what comes back may have gone through a float.
    private const decimal Tolerance = 0.00002m;

    // Long enough for a student's results that come together, and no longer: who left the course is to be noticed.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    // Moodle's clock and ours may differ; a grade of ours is newer than this on either.
    private static readonly TimeSpan Recent = TimeSpan.FromDays(2);

    private readonly MemoryCache _participants = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    /// <summary>Whether the student is enrolled in the assignment's course; null when so.</summary>
    public async Task<DeliveryOutcome?> FindParticipantAsync(MoodleAssignment assignment, string user, CancellationToken cancel)
    {
        var key = (assignment.Course, user);
        if (_participants.TryGetValue(key, out long since) && clock.GetElapsedTime(since) < Remembered)
            return null;

        var (_, failure) = await calls.ReadAsync(
            MoodleCalls.Participant, "moodle_participant", MoodleJson.Default.MoodleParticipant,
            [("assignid", Number(assignment.Id)), ("userid", user)], cancel);
        if (failure is { State: DeliveryState.Dead, Reason: "moodle_participant: usernotincourse" })
            return DeliveryOutcome.Blocked("not_enrolled");
        if (failure is null)
            _participants.Set(key, clock.GetTimestamp(), new MemoryCacheEntryOptions { Size = 1 });
        return failure;
    }

    /// <summary>The marking workflow's state of a student's grade; null before there is one.</summary>
    public async Task<(string? State, DeliveryOutcome? Failure)> ReadStateAsync(
        MoodleAssignment assignment, string user, CancellationToken cancel)
    {
        var (flags, failure) = await calls.ReadAsync(
            MoodleCalls.UserFlags, "moodle_flags", MoodleJson.Default.MoodleFlags,
            [("assignmentids[0]", Number(assignment.Id))], cancel);
        var own = flags?.Assignments?.SelectMany(one => one.UserFlags ?? []).FirstOrDefault(one => Number(one.UserId) == user);
        return (own?.WorkflowState, failure);
    }

    /// <summary>Whether the grade stands already, so that it need not be written.</summary>
    public async Task<bool> IsThereAsync(
        MoodleAssignment assignment, string user, decimal points, string state, CancellationToken cancel) =>
        await ConfirmAsync(assignment, user, points, state, cancel) is null;

    /// <summary>What the delivery comes to because the grade does not stand; null when it does.</summary>
    public async Task<DeliveryOutcome?> ConfirmAsync(
        MoodleAssignment assignment, string user, decimal points, string state, CancellationToken cancel)
    {
        if (assignment.MarkingWorkflow != 0 && state != MoodleSettings.Released)
        {
            var (own, unread) = await ReadOwnAsync(assignment, clock.GetUtcNow() - Recent, cancel);
            return unread ?? (own!.Any(grade => Number(grade.UserId) == user && IsSame(grade.Grade, points))
                ? null
                : DeliveryOutcome.Blocked("not_kept"));
        }

        var (items, failure) = await ReadGradebookAsync(assignment.Course, user, cancel);
        if (failure is not null)
            return failure;

        var item = items!.SelectMany(student => student.Items ?? []).FirstOrDefault(one => one.CourseModule == assignment.CourseModule);
        return item switch
        {
            not null when IsSame(item.GradeRaw, points) => null,
            { IsOverridden: true } => DeliveryOutcome.Blocked("grade_overridden"),
            { IsLocked: true } => DeliveryOutcome.Blocked("grade_locked"),
            // A marking guide or a rubric takes no plain number, and no list tells of it.
            _ => DeliveryOutcome.Blocked("not_kept: see to Grading method (Simple direct grading) in the assignment's settings"),
        };
    }

    /// <summary>The assignment's own grades that changed since a time; null for all.</summary>
    public async Task<(IReadOnlyList<MoodleOwnGrade>? Grades, DeliveryOutcome? Failure)> ReadOwnAsync(
        MoodleAssignment assignment, DateTimeOffset? since, CancellationToken cancel)
    {
        var (answer, failure) = await calls.ReadAsync(
            MoodleCalls.Grades, Call, MoodleJson.Default.MoodleOwnGrades,
            [("assignmentids[0]", Number(assignment.Id)), ("since", Number(since?.ToUnixTimeSeconds() ?? 0))], cancel);
        return failure is null
            ? ([.. (answer!.Assignments ?? []).SelectMany(one => one.Grades ?? [])], null)
            : (null, failure);
    }

    /// <summary>The gradebook of a course: of one student, or of all.</summary>
    public async Task<(IReadOnlyList<MoodleStudentGrades>? Students, DeliveryOutcome? Failure)> ReadGradebookAsync(
        long course, string? user, CancellationToken cancel)
    {
        var (answer, failure) = await calls.ReadAsync(
            MoodleCalls.GradeItems, Call, MoodleJson.Default.MoodleGradebook,
            [("courseid", Number(course)), .. user is null ? [] : new[] { ("userid", user) }], cancel);
        return failure is null ? (answer!.Students ?? [], null) : (null, failure);
    }

    /// <summary>Whether what stands is what was sent.</summary>
    public static bool IsSame(decimal? stands, decimal sent) => stands is { } there && Math.Abs(there - sent) <= Tolerance;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
