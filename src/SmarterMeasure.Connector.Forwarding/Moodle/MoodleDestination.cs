using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>
/// Sets section results as custom profile fields of Moodle's users, and as grades of assignments. Both only set a state, and Moodle
/// answers the same whether it kept it or not: so each is read back.
/// </summary>
internal sealed class MoodleDestination : TargetDestination, IVerifiableDestination
{
    private readonly MoodleSettings _settings;
    private readonly MoodleStudents _students;
    private readonly MoodleProfile _profile;
    private readonly MoodleGrading _grading;
    private readonly MoodlePreflight _preflight;
    private readonly MoodleVerify _verify;
    private readonly MoodleTurns _turns = new();
    private readonly MoodleRefusals _refusals;

    public MoodleDestination(MoodleSettings settings, IMoodleApi api, TargetConnection connection)
        : base(connection, settings.Confirm)
    {
        _settings = settings;
        var answers = new MoodleAnswers(connection.Flow);
        var calls = new MoodleCalls(settings, api, answers);
        var assignments = new MoodleAssignments(settings, calls, connection.Clock);
        _refusals = new MoodleRefusals(connection.Clock);
        _students = new MoodleStudents(settings, calls);
        _profile = new MoodleProfile(settings, api, answers, _students);
        var gradebook = new MoodleGradebookReads(calls, connection.Clock);
        _grading = new MoodleGrading(settings, api, answers, assignments, gradebook);
        _verify = new MoodleVerify(settings, assignments, gradebook, _profile);
        _preflight = new MoodlePreflight(settings, calls, assignments);
    }

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) =>
        _settings.Assignments.TakesGrade(result) || _profile.Takes(result);

    /// <inheritdoc/>
    public override Task<PreflightReport> PreflightAsync(CancellationToken cancel) => _preflight.LookAsync(cancel);

    /// <inheritdoc/>
    // One call tells a whole course; of users it takes as many as PHP takes fields of a form.
    public int VerifyBatchSize => 500;

    /// <inheritdoc/>
    public Task<VerifyAnswer> VerifyAsync(
        string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel) =>
        _verify.VerifyAsync(section, delivered, cancel);

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        Accepts(result) ? null : DeliveryOutcome.Dead("moodle_no_field");

    /// <inheritdoc/>
    protected override Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel) =>
        Connection.Accounts.FindAsync(delivery, _students.FindAsync, cancel);

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        if (_refusals.Of(delivery.Result.Section) is { } refused)
            return refused;

        // Two grades of one student at a time end in a dmlwriteexception of one, although it was written (observed).
        using var turn = await _turns.TakeAsync(account, cancel);
        var outcome = (await _profile.SetAsync(delivery.Result, account, cancel)).UnlessTrial()
            ?? (await SetGradeAsync(delivery, account, cancel)).UnlessTrial()
            ?? DeliveryOutcome.Delivered;

        _refusals.Note(delivery.Result.Section, outcome);

        // The user may be another one by now: look anew when it is tried again.
        if (outcome.State == DeliveryState.Dead)
            Connection.Accounts.Forget(delivery.Result.Student);
        return outcome;
    }

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome?> ConfirmAsync(Delivery delivery, string account, CancellationToken cancel) =>
        await _profile.ConfirmAsync(delivery.Result, account, cancel)
        ?? (_settings.Assignments.TakesGrade(delivery.Result)
            ? await _grading.ConfirmAsync(delivery.Result, account, cancel)
            : null);

    private async Task<DeliveryOutcome?> SetGradeAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        if (!_settings.Assignments.TakesGrade(delivery.Result))
            return null;

        return await _grading.SetAsync(delivery, account, cancel);
    }
}
