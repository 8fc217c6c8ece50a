using System.Net;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>
/// Sets section results as numeric grades, and as text for the readiness, of a Brightspace course. A value is set with its
/// comments, so each attempt first reads what teachers wrote there.
/// </summary>
internal sealed class BrightspaceDestination(BrightspaceSettings settings, IBrightspaceApi api, TargetConnection connection)
    : TargetDestination(connection)
{
    private const int Numeric = 1;
    private const int Text = 4;
    private const decimal MaxPoints = 100;

    private static readonly NewGradeObject NumericObject = new()
    {
        Name = "",
        GradeType = "Numeric",
        MaxPoints = MaxPoints,
        CanExceedMaxPoints = false,
        IsBonus = false,
        ExcludeFromFinalGradeCalculation = true,
    };

    // The readiness is for instructors.
    private static readonly NewGradeObject TextObject = new() { Name = "", GradeType = "Text", IsHidden = true };

    private readonly AnswerReading _answers = new(connection.Flow);
    private readonly GradeObjects _objects = new(settings, api, new AnswerReading(connection.Flow));

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) =>
        settings.GradeObjects.TakesGrade(result) || TakesText(result);

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        Accepts(result) ? null : DeliveryOutcome.Dead("brightspace_no_grade_object");

    /// <inheritdoc/>
    protected override Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel) =>
        Connection.Accounts.FindAsync(delivery, new BrightspaceStudents(settings, api, _answers).FindAsync, cancel);

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        var result = delivery.Result;
        return (await SetGradeAsync(result, account, cancel)).UnlessTrial()
            ?? (await SetTextAsync(result, account, cancel)).UnlessTrial()
            ?? DeliveryOutcome.Delivered;
    }

    private bool TakesText(SectionResult result) =>
        settings.TextObjects.ContainsKey(result.Section) && (result.Readiness is { Length: > 0 } || result.IsCompletion);

    private async Task<DeliveryOutcome?> SetGradeAsync(SectionResult result, string user, CancellationToken cancel)
    {
        if (!settings.GradeObjects.TakesGrade(result))
            return null;

        var configured = settings.GradeObjects[result.Section];
        var lookup = await _objects.FindAsync(configured, NumericObject, cancel);
        return lookup.Id is { } gradeObject
            ? await SetAsync(result, user, (configured, gradeObject), value => value with
            {
                GradeObjectType = Numeric,
                PointsNumerator = result.IsCompletion ? MaxPoints : result.Percent,
            }, cancel)
            : lookup.Failure;
    }

    private async Task<DeliveryOutcome?> SetTextAsync(SectionResult result, string user, CancellationToken cancel)
    {
        if (!TakesText(result))
            return null;

        var configured = settings.TextObjects[result.Section];
        var lookup = await _objects.FindAsync(configured, TextObject, cancel);
        return lookup.Id is { } gradeObject
            ? await SetAsync(result, user, (configured, gradeObject), value => value with
            {
                GradeObjectType = Text,
                Text = result.IsCompletion ? "complete" : result.Readiness,
            }, cancel)
            : lookup.Failure;
    }

    private async Task<DeliveryOutcome?> SetAsync(
        SectionResult result, string user, (string Configured, string Id) gradeObject, Func<IncomingValue, IncomingValue> fill,
        CancellationToken cancel)
    {
        var (there, unread) = await ReadAsync(gradeObject.Id, user, cancel);
        if (unread is not null)
            return unread;

        var mark = result.IsCompletion ? "SmarterMeasure: " : $"SmarterMeasure {result.Section}: ";
        var value = fill(new IncomingValue
        {
            Comments = GradeComments.Public(there),
            PrivateComments = GradeComments.Private(there, mark, ResultText.Note(result)),
            GradeObjectType = Numeric,
        });
        using var answer = await api.PutValueAsync(settings.LeVersion, settings.OrgUnit, gradeObject.Id, user, value, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            // The student or the grade object may be gone: look anew when it is tried again.
            Connection.Accounts.Forget(result.Student);
            _objects.Forget(gradeObject.Configured);
        }

        return _answers.FailureOf(answer, "brightspace");
    }

    private async Task<(GradeValue? There, DeliveryOutcome? Failure)> ReadAsync(
        string gradeObject, string user, CancellationToken cancel)
    {
        if (gradeObject == GradeObjects.Unmade)
            return (null, null);

        using var answer = await api.GetValueAsync(settings.LeVersion, settings.OrgUnit, gradeObject, user, cancel);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? (null, null)
            : (answer.Content, _answers.FailureOf(answer, "brightspace_read"));
    }
}
