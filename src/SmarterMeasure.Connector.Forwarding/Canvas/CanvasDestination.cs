using System.Net;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Sets section results as grades of a Canvas course, as instructor-only text in custom gradebook columns, and as custom data
/// of the users. Each sets a state, so that an attempt may be repeated at any time. Never a comment: those add up.
/// </summary>
internal sealed class CanvasDestination(
    CanvasSettings settings, ICanvasApi api, TargetConnection connection, ProvisionClaims claims) : TargetDestination(connection)
{
    private readonly CanvasAnswers _answers = new(connection.Flow);
    private readonly CanvasAssignments _assignments = new(settings, api, new CanvasAnswers(connection.Flow), claims);

    private CanvasStudents Students => new(api, _answers, settings.BaseUrl);

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) =>
        settings.Assignments.TakesGrade(result)
        || settings.Columns.ContainsKey(result.Section)
        || settings.CustomDataNamespace is not null;

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        Accepts(result) ? null : DeliveryOutcome.Dead("canvas_no_assignment");

    /// <inheritdoc/>
    protected override async Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel)
    {
        var lookup = await Connection.Accounts.FindAsync(delivery, Students.FindAsync, cancel);
        return delivery.MappedTo is null || lookup.Id is not { } mapped ? lookup : TargetLookup.Found(CanvasPath.Mapped(mapped));
    }

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        return (await SetGradeAsync(delivery.Result, account, cancel)).UnlessTrial()
            ?? (await SetColumnAsync(delivery.Result, Students, account, cancel)).UnlessTrial()
            ?? (await SetCustomDataAsync(delivery.Result, account, cancel)).UnlessTrial()
            ?? DeliveryOutcome.Delivered;
    }

    private async Task<DeliveryOutcome?> SetGradeAsync(SectionResult result, string user, CancellationToken cancel)
    {
        if (!settings.Assignments.TakesGrade(result))
            return null;

        var configured = settings.Assignments[result.Section];
        var lookup = await _assignments.FindAsync(configured, cancel);
        if (lookup.Id is not { } assignment)
            return lookup.Failure;

        // A percentage is one of whatever the assignment is worth; a bare number would be points.
        var grade = result.IsCompletion ? "complete" : $"{ResultText.Number(result.Percent!.Value)}%";
        using var answer = await api.PutGradeAsync(
            settings.Course, assignment, user, new GradeBody(new GradedSubmission(grade)), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            _assignments.Forget(configured); // It may be gone: it is looked for anew when this is tried again.
        return Judge(answer, result);
    }

    private async Task<DeliveryOutcome?> SetColumnAsync(
        SectionResult result, CanvasStudents students, string user, CancellationToken cancel)
    {
        if (!settings.Columns.TryGetValue(result.Section, out var column))
            return null;

        var lookup = await students.NumberOfAsync(user, cancel);
        if (lookup.Id is not { } number)
        {
            Connection.Accounts.Forget(result.Student);
            return lookup.Failure;
        }

        var cell = new ColumnBody(new ColumnData(ResultText.Line(result)));
        using var answer = await api.PutColumnAsync(settings.Course, column, number, cell, cancel);
        return Judge(answer, result);
    }

    private async Task<DeliveryOutcome?> SetCustomDataAsync(SectionResult result, string user, CancellationToken cancel)
    {
        if (settings.CustomDataNamespace is not { } ns)
            return null;

        var data = new CustomDataResult
        {
            Percent = result.Percent,
            Readiness = result.Readiness,
            Scored = ResultText.Time(result),
            Complete = result.IsCompletion ? true : null,
        };
        using var answer = await api.PutCustomDataAsync(
            user, Uri.EscapeDataString(result.Section), new CustomDataBody(ns, data), cancel);
        return Judge(answer, result);
    }

    // The student may be gone: look anew when it is tried again.
    private DeliveryOutcome? Judge(IApiResponse answer, SectionResult result)
    {
        if (answer.StatusCode == HttpStatusCode.NotFound)
            Connection.Accounts.Forget(result.Student);
        return _answers.FailureOf(answer, CanvasCalls.Write);
    }
}
