using System.Globalization;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Results as grades of assignments, in points of what the assignment is worth.</summary>
internal sealed class MoodleGrading(
    MoodleSettings settings, IMoodleApi api, MoodleAnswers answers, MoodleAssignments assignments, MoodleGradebookReads gradebook)
{
    private static readonly TimeSpan RaceRetry = TimeSpan.FromSeconds(5);

    /// <summary>Sets the grade; null when that succeeded.</summary>
    public async Task<DeliveryOutcome?> SetAsync(Delivery delivery, string user, CancellationToken cancel)
    {
        var (assignment, failure) = await assignments.OfAsync(delivery.Result.Section, cancel);
        // A grade of somebody who is not enrolled is kept where nobody sees it (observed): not even the write is made.
        failure ??= await gradebook.FindParticipantAsync(assignment!, user, cancel);
        if (failure is not null)
            return failure;

        (var state, failure) = await StateAsync(assignment!, user, cancel);
        if (failure is not null)
            return failure;

        // Whatever became of an earlier attempt: each write tells the student again.
        var points = PointsOf(delivery.Result, assignment!);
        if (IsRepetition(delivery) && await gradebook.IsThereAsync(assignment!, user, points, state, cancel))
            return null;

        failure = await SaveAsync(assignment!, user, points, state, cancel);
        return failure?.Reason == "moodle: dmlwriteexception"
            ? await AfterRaceAsync(assignment!, user, points, state, cancel)
            : failure;
    }

    /// <summary>Reads the grade back; null when it stands where the teacher looks.</summary>
    public async Task<DeliveryOutcome?> ConfirmAsync(SectionResult result, string user, CancellationToken cancel)
    {
        var (assignment, failure) = await assignments.OfAsync(result.Section, cancel);
        if (failure is not null)
            return failure;

        (var state, failure) = await StateAsync(assignment!, user, cancel);
        return failure ?? await gradebook.ConfirmAsync(assignment!, user, PointsOf(result, assignment!), state, cancel);
    }

    /// <summary>A percentage in points; Moodle keeps five places.</summary>
    public static decimal PointsOf(SectionResult result, MoodleAssignment assignment) => result.IsCompletion
        ? assignment.Grade
        : decimal.Round(result.Percent!.Value * assignment.Grade / 100, 5);

    private static bool IsRepetition(Delivery delivery) =>
        (delivery.Attempt > 1 || delivery.IsUnclear) && RequestRecording.Current?.IsTrial != true;

    // Without the workflow the state counts for nothing. With it, a state before "released" takes a grade back that a teacher has
    // released (observed): that one stays.
    private async Task<(string State, DeliveryOutcome? Failure)> StateAsync(
        MoodleAssignment assignment, string user, CancellationToken cancel)
    {
        if (assignment.MarkingWorkflow == 0 || settings.WorkflowState == MoodleSettings.Released)
            return (settings.WorkflowState ?? "", null);

        var (state, failure) = await gradebook.ReadStateAsync(assignment, user, cancel);
        return (state == MoodleSettings.Released ? state : settings.WorkflowState ?? state ?? "", failure);
    }

    private async Task<DeliveryOutcome?> SaveAsync(
        MoodleAssignment assignment, string user, decimal points, string state, CancellationToken cancel)
    {
        using var form = MoodleForm.For(
            settings.Token, "mod_assign_save_grade",
            [
                ("assignmentid", assignment.Id.ToString(CultureInfo.InvariantCulture)),
                ("userid", user),
                ("grade", ResultText.Number(points)),
                ("attemptnumber", "-1"),
                ("addattempt", "0"),
                ("workflowstate", state),
                ("applytoall", "0"),
            ]);
        using var answer = await api.CallAsync(form, cancel);
        return answers.FailureOfVoid(answer, "moodle");
    }

    // Somebody else graded the same student at the same time: one of the two was told that it failed, although it was written.
    private async Task<DeliveryOutcome?> AfterRaceAsync(
        MoodleAssignment assignment, string user, decimal points, string state, CancellationToken cancel) =>
        await gradebook.IsThereAsync(assignment, user, points, state, cancel)
            ? null
            : DeliveryOutcome.Retry("moodle: dmlwriteexception", RaceRetry);
}
