using System.Net;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Sets grades: looks first, because a write takes an excuse back, shows what a teacher hid and writes over what a teacher gave;
/// and reads from the answer whether the grade stands, because Canvas answers 200 to what it lets fall.
/// </summary>
internal sealed class CanvasGrades(
    CanvasSettings settings, ICanvasApi api, CanvasAnswers answers, CanvasAssignments assignments, CanvasGrader grader)
{
    /// <summary>Sets the grade of a result whose section has an assignment.</summary>
    /// <param name="result">The result.</param>
    /// <param name="user">The student, by Canvas's number.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>Null when the grade stands; else what the delivery comes to.</returns>
    public async Task<DeliveryOutcome?> SetAsync(SectionResult result, string user, CancellationToken cancel)
    {
        var configured = settings.Assignments[result.Section];
        var found = await assignments.FindAsync(configured, cancel);
        if (found.Assignment is not { } assignment)
            return found.Outcome;
        if (CanvasFitness.Of(assignment, result.IsCompletion) is { } unfit)
        {
            assignments.Forget(configured);
            return unfit.Outcome;
        }

        if (assignment.Id == 0)
            return await WriteAsync(result, assignment, user, cancel);

        var look = await LookAsync(result, assignment, user, cancel);
        return look.Stands || look.Obstacle is not null
            ? look.Obstacle
            : await WriteAsync(result, look.Assignment ?? assignment, user, cancel);
    }

    private async Task<(bool Stands, DeliveryOutcome? Obstacle, CanvasAssignment? Assignment)> LookAsync(
        SectionResult result, CanvasAssignment known, string user, CancellationToken cancel)
    {
        using var answer = await api.GetSubmissionAsync(settings.Course, known.Number, user, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return (false, await WithoutAnyAsync(result, cancel), null);
        if (answers.FailureOf(answer, CanvasCalls.Look) is { } failure)
            return (false, failure, null);

        // It may have been changed since it was read.
        var there = answer.Content!;
        var assignment = there.Assignment ?? known;
        if (CanvasFitness.Of(assignment, result.IsCompletion) is { } unfit)
            return (false, unfit.Outcome, null);
        if (there.Excused == true)
            return (false, DeliveryOutcome.Blocked("excused"), null);
        if (CanvasGrade.Of(result, assignment).Stands(there))
            return (true, null, null);

        return (false, await OverriddenAsync(result, there, cancel) ?? Hidden(assignment, there), assignment);
    }

    // What a person gave after the student was scored is that person's word, and is not fought.
    private async Task<DeliveryOutcome?> OverriddenAsync(SectionResult result, CanvasSubmission there, CancellationToken cancel)
    {
        if (there is not { Score: not null, GraderId: > 0 } || there.GradedAt < result.ScoredAt)
            return null;

        var self = await grader.FindAsync(cancel);
        return self.Failure ?? (self.Id == $"{there.GraderId}" ? null : DeliveryOutcome.Blocked("grade_overridden"));
    }

    // A write would show students what a teacher hid from them, where the assignment posts by itself.
    private static DeliveryOutcome? Hidden(CanvasAssignment assignment, CanvasSubmission there) =>
        there is { PostedAt: null, GradedAt: not null, Score: not null } && assignment.PostManually == false
            ? DeliveryOutcome.Blocked("grade_hidden")
            : null;

    private async Task<DeliveryOutcome?> WriteAsync(
        SectionResult result, CanvasAssignment assignment, string user, CancellationToken cancel)
    {
        var grade = CanvasGrade.Of(result, assignment);
        using var answer = await api.PutGradeAsync(
            settings.Course, assignment.Number, user, new GradeBody(new GradedSubmission(grade.Posted)), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return await WithoutAnyAsync(result, cancel);
        if (CanvasAnswers.IsDenial(answer))
            return await DeniedAsync(result, cancel);
        if (answers.FailureOf(answer, CanvasCalls.Write) is { } failure)
            return failure;
        if (answer.Content!.Of(user) is not { } now)
            return DeliveryOutcome.Retry($"{CanvasCalls.Write}_unreadable") with { IsAmbiguous = true };

        return grade.IsSeen(now) ? null : await NotKeptAsync(result, assignment, grade, now, cancel);
    }

    // The assignment is gone, or the student is not in the course.
    private async Task<DeliveryOutcome> WithoutAnyAsync(SectionResult result, CancellationToken cancel)
    {
        var now = await assignments.ReadAsync(settings.Assignments[result.Section], cancel);
        if (now.Assignment is not null)
            return DeliveryOutcome.Blocked("not_enrolled");

        return now is { Unfit: null, Failure: null } ? DeliveryOutcome.Retry("canvas_assignment_gone") : now.Outcome;
    }

    // It concerns one student, such as one whom the assignment is not for, or the assignment was changed since it was read.
    private async Task<DeliveryOutcome> DeniedAsync(SectionResult result, CancellationToken cancel)
    {
        var now = await assignments.ReadAsync(settings.Assignments[result.Section], cancel);
        if (now.Unfit is not null || now.Failure is not null)
            return now.Outcome;
        if (now.Assignment is { } assignment && CanvasFitness.Of(assignment, result.IsCompletion) is { } unfit)
            return unfit.Outcome;

        return now.Assignment?.InClosedGradingPeriod == true
            ? DeliveryOutcome.Blocked("grade_locked")
            : DeliveryOutcome.Retry($"{CanvasCalls.Write}_denied");
    }

    // 200, and something else stands: the assignment may have been changed since it was read.
    private async Task<DeliveryOutcome?> NotKeptAsync(
        SectionResult result, CanvasAssignment before, CanvasGrade grade, CanvasSubmission now, CancellationToken cancel)
    {
        if (now.Excused == true)
            return DeliveryOutcome.Blocked("excused");
        if (grade.IsDeducted(now))
            return DeliveryOutcome.Blocked("late_deducted");

        var read = await assignments.ReadAsync(settings.Assignments[result.Section], cancel);
        if (read.Assignment is not { } assignment || assignment.Id != before.Id)
            return read.Failure ?? read.Unfit?.Outcome ?? DeliveryOutcome.Retry("canvas_assignment_gone");
        if (CanvasFitness.Of(assignment, result.IsCompletion) is { } unfit)
            return unfit.Outcome;

        return CanvasGrade.Of(result, assignment).IsSeen(now) ? null : DeliveryOutcome.Blocked("not_kept");
    }
}
