using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>
/// Sets section results as custom profile fields of Moodle's users, and as grades of assignments. Both only set a state; Moodle
/// notifies a student of a grade at each call, unless a marking workflow holds it back.
/// </summary>
internal sealed class MoodleDestination(MoodleSettings settings, IMoodleApi api, TargetConnection connection)
    : TargetDestination(connection)
{
    private const decimal MaxPoints = 100;

    private readonly MoodleAnswers _answers = new(connection.Flow);

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) =>
        settings.Assignments.TakesGrade(result) || FieldValue(result) is not null;

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        Accepts(result) ? null : DeliveryOutcome.Dead("moodle_no_field");

    /// <inheritdoc/>
    protected override Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel) =>
        Connection.Accounts.FindAsync(delivery, new MoodleStudents(settings, api, _answers).FindAsync, cancel);

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        var result = delivery.Result;
        var outcome = (await SetFieldAsync(result, account, cancel)).UnlessTrial()
            ?? (await SetGradeAsync(result, account, cancel)).UnlessTrial()
            ?? DeliveryOutcome.Delivered;

        // The user may be another one by now: look anew when it is tried again.
        if (outcome.State == DeliveryState.Dead)
            Connection.Accounts.Forget(result.Student);
        return outcome;
    }

    private string? FieldValue(SectionResult result)
    {
        if (!settings.ProfileFields.ContainsKey(result.Section))
            return null;

        var value = result.IsCompletion ? "complete" : result.IsGradable ? ResultText.Number(result.Percent!.Value) : result.Readiness;
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    private async Task<DeliveryOutcome?> SetFieldAsync(SectionResult result, string user, CancellationToken cancel)
    {
        if (FieldValue(result) is not { } value)
            return null;

        using var form = MoodleForm.For(
            settings.Token, "core_user_update_users",
            ("users[0][id]", user),
            ("users[0][customfields][0][type]", settings.ProfileFields[result.Section]),
            ("users[0][customfields][0][value]", value));
        using var answer = await api.CallAsync(form, cancel);
        return _answers.FailureOfUpdate(answer, "moodle");
    }

    private async Task<DeliveryOutcome?> SetGradeAsync(SectionResult result, string user, CancellationToken cancel)
    {
        if (!settings.Assignments.TakesGrade(result))
            return null;

        using var form = MoodleForm.For(
            settings.Token, "mod_assign_save_grade",
            ("assignmentid", settings.Assignments[result.Section]),
            ("userid", user),
            ("grade", ResultText.Number(result.IsCompletion ? MaxPoints : result.Percent!.Value)),
            ("attemptnumber", "-1"),
            ("addattempt", "0"),
            ("workflowstate", settings.WorkflowState ?? ""),
            ("applytoall", "0"));
        using var answer = await api.CallAsync(form, cancel);
        return _answers.FailureOfVoid(answer, "moodle");
    }
}
