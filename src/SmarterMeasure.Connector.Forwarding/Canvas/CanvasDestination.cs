using System.Net;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Sets section results as grades of a Canvas course, as instructor-only text in custom gradebook columns, and as custom data
/// of the users. Each sets a state, so that an attempt may be repeated at any time. Never a comment: those add up.
/// </summary>
internal sealed class CanvasDestination : TargetDestination, IVerifiableDestination
{
    private readonly CanvasSettings _settings;
    private readonly ICanvasApi _api;
    private readonly CanvasAnswers _answers;
    private readonly CanvasStudents _students;
    private readonly CanvasGrades _grades;
    private readonly CanvasColumns _columns;
    private readonly CanvasPreflight _preflight;
    private readonly CanvasVerification _verification;

    /// <param name="settings">The settings.</param>
    /// <param name="api">Canvas.</param>
    /// <param name="connection">The connection to it.</param>
    /// <param name="claims">Who may make assignments.</param>
    /// <param name="searchesByEmail">Whether students are looked for by e-mail.</param>
    public CanvasDestination(
        CanvasSettings settings, ICanvasApi api, TargetConnection connection, ProvisionClaims claims, bool searchesByEmail)
        : base(connection)
    {
        (_settings, _api, _answers) = (settings, api, new CanvasAnswers(connection.Flow));
        var assignments = new CanvasAssignments(settings, api, _answers, claims, connection.Clock);
        _students = new CanvasStudents(api, _answers, settings.BaseUrl);
        _grades = new CanvasGrades(settings, api, _answers, assignments, new CanvasGrader(api, _answers, connection.Clock));
        _columns = new CanvasColumns(settings, api, _answers);
        _preflight = new CanvasPreflight(settings, api, _answers, assignments, _columns, searchesByEmail);
        _verification = new CanvasVerification(settings, api, _answers, assignments, FindAnewAsync);
    }

    /// <inheritdoc/>
    public int VerifyBatchSize => CanvasVerification.BatchSize;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) =>
        _settings.Assignments.TakesGrade(result)
        || _settings.Columns.ContainsKey(result.Section)
        || _settings.CustomDataNamespace is not null;

    /// <inheritdoc/>
    public override async Task<PreflightReport> PreflightAsync(CancellationToken cancel) => Connection.Flow.Rest is { } rest
        ? PreflightReport.Failed(DeliveryOutcome.Pause("throttled", rest))
        : await _preflight.LookAsync(cancel);

    /// <inheritdoc/>
    public async Task<VerifyAnswer> VerifyAsync(string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel) =>
        Connection.Flow.Rest is { } rest
            ? VerifyAnswer.Failed(DeliveryOutcome.Pause("throttled", rest))
            : await _verification.VerifyAsync(section, delivered, cancel);

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        Accepts(result) ? null : DeliveryOutcome.Dead("canvas_no_assignment");

    /// <inheritdoc/>
    protected override Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel) => delivery.MappedTo is { } mapped
        ? _students.FindMappedAsync(mapped, cancel)
        : Connection.Accounts.FindAsync(delivery, _students.FindAsync, cancel);

    private Task<TargetLookup> FindAnewAsync(DeliveredResult delivered, CancellationToken cancel)
    {
        Connection.Accounts.Forget(delivered.Result.Student);
        return delivered.MappedTo is { } mapped
            ? _students.FindMappedAsync(mapped, cancel)
            : Connection.Accounts.FindAsync(delivered.Result.Student, _students.FindAsync, cancel);
    }

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        var outcome = (await SetGradeAsync(delivery.Result, account, cancel)).UnlessTrial()
            ?? (await SetColumnAsync(delivery.Result, account, cancel)).UnlessTrial()
            ?? (await SetCustomDataAsync(delivery.Result, account, cancel)).UnlessTrial()
            ?? DeliveryOutcome.Delivered;

        // Another account may be the student's by now: look anew when it is tried again.
        if (outcome.State == DeliveryState.Blocked)
            Connection.Accounts.Forget(delivery.Result.Student);
        return outcome;
    }

    private async Task<DeliveryOutcome?> SetGradeAsync(SectionResult result, string user, CancellationToken cancel) =>
        _settings.Assignments.TakesGrade(result) ? await _grades.SetAsync(result, user, cancel) : null;

    private async Task<DeliveryOutcome?> SetColumnAsync(SectionResult result, string user, CancellationToken cancel) =>
        _settings.Columns.ContainsKey(result.Section) ? await _columns.SetAsync(result, user, cancel) : null;

    private async Task<DeliveryOutcome?> SetCustomDataAsync(SectionResult result, string user, CancellationToken cancel)
    {
        if (_settings.CustomDataNamespace is not { } ns)
            return null;

        var data = new CustomDataResult
        {
            Percent = result.Percent,
            Readiness = result.Readiness,
            Scored = ResultText.Time(result),
            Complete = result.IsCompletion ? true : null,
        };
        using var answer = await _api.PutCustomDataAsync(
            user, Uri.EscapeDataString(result.Section), new CustomDataBody(ns, data), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            Connection.Accounts.Forget(result.Student);
        return _answers.FailureOf(answer, CanvasCalls.Write);
    }
}
