using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Finds a student's account anew, whatever is remembered.</summary>
internal delegate Task<TargetLookup> AccountRecheck(DeliveredResult delivered, CancellationToken cancel);

/// <summary>Reads back the grades of up to 100 students in one call, and two more where one of them has left the course.</summary>
internal sealed class CanvasVerification(
    CanvasSettings settings, ICanvasApi api, CanvasAnswers answers, CanvasAssignments assignments, AccountRecheck recheck)
{
    /// <summary>Canvas takes no more students in one call.</summary>
    public const int BatchSize = 100;

    // Where more have another SIS id than the vendor knows, the vendor's id is none.
    private const int MostRechecks = 20;

    /// <summary>Compares what stands with what was delivered.</summary>
    public async Task<VerifyAnswer> VerifyAsync(
        string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel)
    {
        if (!settings.Assignments.TryGetValue(section, out var configured))
            return All(delivered, Standing.Unknown);

        var found = await assignments.LookUpAsync(configured, cancel);
        if (found.Failure is { } unread)
            return VerifyAnswer.Failed(unread);
        if (found.Assignment is not { } assignment || IsUnseen(assignment))
            return All(delivered, Standing.Missing);

        var asked = delivered.Where(IsComparable).Select(one => one.Account!).Distinct(StringComparer.Ordinal).ToList();
        var (grades, failure) = await ReadAsync(assignment, asked, cancel);
        if (failure is not null)
            return VerifyAnswer.Failed(failure);

        var suspects = SuspectsIn(delivered, grades!);
        var standings = new List<Standing>(delivered.Count);
        foreach (var one in delivered)
        {
            var (standing, unsure) = await JudgeAsync(one, assignment, grades!, suspects.Contains(one.DeliveryId), cancel);
            if (standing is null)
                return VerifyAnswer.Failed(unsure!);

            standings.Add(standing);
        }

        return VerifyAnswer.Of(standings);
    }

    private async Task<(Standing? Standing, DeliveryOutcome? Failure)> JudgeAsync(
        DeliveredResult one, CanvasAssignment assignment, Dictionary<string, CanvasStudentGrades> grades, bool isSuspect,
        CancellationToken cancel)
    {
        if (!IsComparable(one))
            return (Standing.Unknown, null);

        var student = grades.GetValueOrDefault(one.Account!);
        if (student is null || isSuspect)
        {
            var now = await recheck(one, cancel);
            if (now.Id is { } account && account != one.Account)
                return (Standing.OtherStudent, null);
            if (now.Failure is { } failure && failure.State != DeliveryState.Unmatched)
                return (null, failure);
        }

        return (Compare(one.Result, assignment, student?.Submissions?.FirstOrDefault(grade => grade.AssignmentId == assignment.Id)), null);
    }

    private static Standing Compare(SectionResult result, CanvasAssignment assignment, CanvasSubmission? there)
    {
        if (there is null or { Score: null, Grade: null, Excused: not true })
            return Standing.Missing;

        return CanvasGrade.Of(result, assignment).IsSeen(there)
            ? Standing.Same
            : Standing.Changed(there.GraderId is { } grader ? $"{grader}" : null, there.GradedAt);
    }

    private async Task<(Dictionary<string, CanvasStudentGrades>? Grades, DeliveryOutcome? Failure)> ReadAsync(
        CanvasAssignment assignment, IReadOnlyList<string> students, CancellationToken cancel)
    {
        var grades = new Dictionary<string, CanvasStudentGrades>(StringComparer.Ordinal);
        if (students.Count == 0)
            return (grades, null);

        var address = Address("students/submissions", "student_ids", students, $"&assignment_ids%5B%5D={assignment.Number}&grouped=true");
        using var answer = await api.GetGradesAsync(address, cancel);
        if (CanvasAnswers.IsDenial(answer))
        {
            // One who is not in the course any more has all of them refused.
            var (inCourse, unknown) = await ReadEnrolledAsync(students, cancel);
            if (unknown is not null)
                return (null, unknown);
            if (inCourse!.Count < students.Count)
                return await ReadAsync(assignment, inCourse, cancel);
        }

        if (answers.FailureOf(answer, CanvasCalls.Verify) is { } failure)
            return (null, failure);

        foreach (var student in answer.Content!)
            grades[$"{student.UserId}"] = student;
        return (grades, null);
    }

    private async Task<(IReadOnlyList<string>? InCourse, DeliveryOutcome? Failure)> ReadEnrolledAsync(
        IReadOnlyList<string> students, CancellationToken cancel)
    {
        const string Students = "&enrollment_type%5B%5D=student&enrollment_state%5B%5D=active&enrollment_state%5B%5D=invited"
            + "&enrollment_state%5B%5D=completed&enrollment_state%5B%5D=inactive";
        using var answer = await api.GetAccountsPageAsync(Address("users", "user_ids", students, Students), cancel);
        if (answers.FailureOf(answer, CanvasCalls.Verify) is { } failure)
            return (null, failure);

        var there = answer.Content!.Select(account => $"{account.Id}").ToHashSet(StringComparer.Ordinal);
        return ([.. students.Where(there.Contains)], null);
    }

    private Uri Address(string path, string name, IEnumerable<string> ids, string more) => new(
        settings.BaseUrl,
        $"api/v1/courses/{settings.Course}/{path}?{string.Join('&', ids.Select(id => $"{name}%5B%5D={id}"))}{more}&per_page={BatchSize}");

    private static bool IsUnseen(CanvasAssignment assignment) =>
        assignment is { Published: false } or { HideInGradebook: true } or { AnonymousGrading: true, AnonymizeStudents: not false };

    private bool IsComparable(DeliveredResult one) =>
        one.Account is { } account && CanvasPath.IsNumber(account) && settings.Assignments.TakesGrade(one.Result);

    // Those whose account has another SIS id now than the one that the vendor knows, or none where others' are the vendor's.
    private HashSet<long> SuspectsIn(IReadOnlyList<DeliveredResult> delivered, Dictionary<string, CanvasStudentGrades> grades)
    {
        var told = delivered
            .Where(one => IsComparable(one) && one.MappedTo is null && !string.IsNullOrWhiteSpace(one.Result.Student.InternalId))
            .Select(one => (One: one, Ours: one.Result.Student.InternalId!.Trim(), Student: grades.GetValueOrDefault(one.Account!)))
            .Where(pair => pair.Student is not null).ToList();
        var speaks = told.Exists(pair => pair.Student!.SisUserId == pair.Ours);
        var suspects = told
            .Where(pair => pair.Student!.SisUserId != pair.Ours && (speaks || !string.IsNullOrEmpty(pair.Student.SisUserId)))
            .Select(pair => pair.One.DeliveryId).ToHashSet();
        return suspects.Count <= MostRechecks ? suspects : [];
    }

    private static VerifyAnswer All(IReadOnlyList<DeliveredResult> delivered, Standing standing) =>
        VerifyAnswer.Of([.. delivered.Select(_ => standing)]);
}
