using System.Net;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>
/// Sets section results as numeric grades, scaled to what each grade object is worth, and as text for the readiness, of a Brightspace
/// course. A value is set with its comments, so each attempt first reads what is there: what stands already is not written again. The
/// answer to a write is empty, so what stands is read after it too.
/// </summary>
internal sealed class BrightspaceDestination(BrightspaceSettings settings, IBrightspaceApi api, TargetConnection connection)
    : TargetDestination(connection), IVerifiableDestination
{
    private readonly AnswerReading _answers = new(connection.Flow);
    private readonly GradeObjects _objects = new(settings, api, new AnswerReading(connection.Flow), connection.Clock);

    /// <inheritdoc/>
    // All values of a grade object are read at once, whoever is asked for.
    public int VerifyBatchSize => 10_000;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) => EntriesOf(result).Any();

    /// <inheritdoc/>
    public override async Task<PreflightReport> PreflightAsync(CancellationToken cancel) =>
        (await new BrightspacePreflight(settings, api, _answers, _objects).LookAsync(
            [.. settings.Entries.OrderBy(entry => entry.Section, StringComparer.OrdinalIgnoreCase)], cancel)).Rest(Connection.Flow);

    /// <inheritdoc/>
    public Task<VerifyAnswer> VerifyAsync(string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel) =>
        new BrightspaceVerification(settings, api, _answers, _objects).LookAsync(section, delivered, cancel);

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        Accepts(result) ? null : DeliveryOutcome.Dead("brightspace_no_grade_object");

    /// <inheritdoc/>
    protected override async Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel)
    {
        // One account has one number, however an operator wrote it.
        if (delivery.MappedTo is { } mapped)
        {
            return BrightspaceSettings.IsNumber(mapped.Trim())
                ? TargetLookup.Found(mapped.Trim().TrimStart('0'))
                : TargetLookup.Failed(DeliveryOutcome.Unmatched("mapped_account_unreadable"));
        }

        return await Connection.Accounts.FindAsync(
            delivery, new BrightspaceStudents(settings, api, _answers).FindAsync, cancel);
    }

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        foreach (var entry in EntriesOf(delivery.Result))
        {
            if ((await SetAsync(entry, delivery, account, cancel)).UnlessTrial() is { } failure)
                return failure;
        }

        return DeliveryOutcome.Delivered;
    }

    private IEnumerable<GradeEntry> EntriesOf(SectionResult result) =>
        settings.EntriesOf(result.Section).Where(entry => entry.Takes(result));

    private async Task<DeliveryOutcome?> SetAsync(GradeEntry entry, Delivery delivery, string user, CancellationToken cancel)
    {
        GradeObject? tried = null;
        while (true)
        {
            var lookup = await _objects.FindAsync(entry, cancel);
            if (lookup.Object is not { } gradeObject)
                return lookup.Failure;
            if (gradeObject == tried)
            {
                Connection.Accounts.Forget(delivery.Result.Student);
                return DeliveryOutcome.Blocked("not_enrolled");
            }

            var (failure, status) = await WriteAsync(entry, gradeObject, delivery, user, cancel);
            if (status == HttpStatusCode.Forbidden && failure!.State == DeliveryState.Dead)
                return DeliveryOutcome.Blocked("no_right_to_grade");
            if (status != HttpStatusCode.NotFound && (status != HttpStatusCode.BadRequest || tried is not null))
                return failure;

            // The grade object may be gone, or another one by now: then once more. The student may have left.
            tried = gradeObject;
            if (await _objects.RenewAsync(cancel) is { } unread)
                return unread;
            if (status == HttpStatusCode.BadRequest && _objects.Known(entry) == gradeObject)
                return failure;
        }
    }

    private async Task<(DeliveryOutcome? Failure, HttpStatusCode? Status)> WriteAsync(
        GradeEntry entry, GradeObject gradeObject, Delivery delivery, string user, CancellationToken cancel)
    {
        var (there, unread) = await ReadAsync(gradeObject, user, cancel);
        if (unread is not null)
            return (unread, null);

        var result = delivery.Result;
        var mark = result.IsCompletion ? "SmarterMeasure: " : $"SmarterMeasure {result.Section}: ";
        var note = GradeComments.Private(there, mark, ResultText.Note(result));
        if (there is not null && entry.IsShown(result, there, gradeObject) && there.PrivateComments?.ToRichText() == note)
            return (null, null); // An attempt before this one got as far.

        var value = entry.ValueOf(result, gradeObject, GradeComments.Public(there), note);
        using var answer = await api.PutValueAsync(settings.LeVersion, settings.OrgUnit, gradeObject.Path, user, value, cancel);
        var failure = _answers.FailureOf(answer, BrightspaceCalls.Write);
        return failure is null && settings.Confirm.Includes(delivery.Id)
            ? (await ConfirmAsync(entry, gradeObject, result, user, cancel), null)
            : (failure, answer.IsReceived ? answer.StatusCode : null);
    }

    private async Task<DeliveryOutcome?> ConfirmAsync(
        GradeEntry entry, GradeObject gradeObject, SectionResult result, string user, CancellationToken cancel)
    {
        var (there, unread) = await ReadAsync(gradeObject, user, cancel);
        if (unread is not null || (there is not null && entry.IsShown(result, there, gradeObject)))
            return unread;

        // It may be worth something else by now, or be another grade object: the next attempt goes by what it is then.
        _objects.Forget();
        return !entry.IsText && there?.PointsDenominator is { } worth && worth != gradeObject.MaxPoints
            ? DeliveryOutcome.Retry("brightspace_points_changed")
            : DeliveryOutcome.Blocked("not_kept");
    }

    private async Task<(GradeValue? There, DeliveryOutcome? Failure)> ReadAsync(
        GradeObject gradeObject, string user, CancellationToken cancel)
    {
        if (!gradeObject.IsMade)
            return (null, null);

        using var answer = await api.GetValueAsync(settings.LeVersion, settings.OrgUnit, gradeObject.Path, user, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return (null, null);

        var failure = _answers.FailureOf(answer, BrightspaceCalls.Read);
        return answer is { IsReceived: true, StatusCode: HttpStatusCode.Forbidden } && failure!.State == DeliveryState.Dead
            ? (null, DeliveryOutcome.Blocked("no_right_to_read_grades"))
            : (answer.Content, failure);
    }
}
