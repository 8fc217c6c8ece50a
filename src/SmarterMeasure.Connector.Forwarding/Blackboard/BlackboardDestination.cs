using System.Collections.Concurrent;
using System.Net;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>
/// Sets section results as grades in manual columns of a Blackboard course, scaled to what each is worth, with the readiness as a note
/// for instructors. It only sets what it has: a null would clear a grade. The answer to a write says what stands.
/// </summary>
internal sealed class BlackboardDestination(BlackboardSettings settings, IBlackboardApi api, TargetConnection connection)
    : TargetDestination(connection), IVerifiableDestination
{
    private const decimal Whole = 100;
    private const int MaxRemembered = 10_000;

    private readonly BlackboardAnswers _answers = new(connection.Flow);
    private readonly ColumnCatalog _columns = new(settings, api, new BlackboardAnswers(connection.Flow), connection.Clock);
    private readonly ConcurrentDictionary<string, string> _mapped = new(StringComparer.Ordinal);

    private static bool IsTrial => RequestRecording.Current?.IsTrial == true;

    /// <inheritdoc/>
    // All grades of a column are read at once, whoever is asked for.
    public int VerifyBatchSize => 10_000;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) => settings.Columns.TakesGrade(result);

    /// <inheritdoc/>
    public override async Task<PreflightReport> PreflightAsync(CancellationToken cancel)
    {
        if (await _columns.RenewAsync(cancel) is not { } failure)
        {
            return PreflightReport.Of([.. settings.Columns.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(
                pair => ColumnFitness.Of(pair.Key, pair.Value, _columns.Known(pair.Value), _columns.IsMade(pair.Value)))]);
        }

        return failure.State switch
        {
            DeliveryState.Blocked => PreflightReport.Of(PreflightItem.Unfit(
                null, "the course's gradebook", failure.Reason!,
                "Give the role of the application's user the entitlement course.gradebook.MODIFY.")),
            DeliveryState.Dead => PreflightReport.Of(PreflightItem.Unfit(
                null, "the course", "course_missing",
                $"Correct Course ({failure.Reason}): courseId:, externalId: or uuid: and the id, or Blackboard's own like _12_1.")),
            _ => PreflightReport.Failed(failure).Rest(Connection.Flow),
        };
    }

    /// <inheritdoc/>
    public Task<VerifyAnswer> VerifyAsync(string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel) =>
        new BlackboardVerification(settings, api, _answers, _columns).LookAsync(section, delivered, cancel);

    /// <summary>The points of a result in a column that is worth so many.</summary>
    public static decimal PointsOf(SectionResult result, decimal possible) =>
        ResultText.Shortest((result.IsCompletion ? Whole : result.Percent!.Value) * possible / Whole);

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        Accepts(result) ? null : DeliveryOutcome.Dead("blackboard_no_column");

    /// <inheritdoc/>
    // The day's calls are few: a student is looked for only when a grade finds none. A trial never gets that far.
    protected override Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel)
    {
        var students = new BlackboardStudents(api, _answers);
        return delivery.MappedTo is { } mapped
            ? FindMappedAsync(students, mapped, cancel)
            : Connection.Accounts.FindAsync(delivery, IsTrial ? students.FindAsync : students.AssumeAsync, cancel);
    }

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        if (IsTrial && delivery.MappedTo is null)
        {
            // In shadow, the account before this was only assumed.
            var sought = await FindAsync(delivery, cancel);
            if (sought.Id is null)
                return sought.Failure!;

            account = sought.Id;
        }

        var isSecond = false;
        while (true)
        {
            var lookup = await _columns.FindAsync(delivery.Result.Section, cancel);
            if (lookup.Column is not { } column)
                return lookup.Failure!;

            var (outcome, status) = await SetAsync(delivery.Result, column, account, cancel);
            if (isSecond || status is not (HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
                || outcome.State != DeliveryState.Dead)
                return outcome;

            if (status == HttpStatusCode.NotFound && await LookForStudentAsync(delivery, account, cancel) is { } nobody)
                return nobody;
            if (await _columns.RenewAsync(cancel) is { } unread)
                return unread;
            if (_columns.Known(settings.Columns[delivery.Result.Section]) == column)
                return outcome;

            isSecond = true; // The column was taken away, or is another one by now.
        }
    }

    private async Task<TargetLookup> FindMappedAsync(BlackboardStudents students, string mapped, CancellationToken cancel)
    {
        if (BlackboardPath.Of(mapped, BlackboardPath.UserPrefixes) is not { } path)
            return TargetLookup.Failed(DeliveryOutcome.Unmatched("mapped_account_unreadable"));
        if (path.StartsWith(BlackboardPath.ExternalId, StringComparison.Ordinal))
            return TargetLookup.Found(path);
        if (_mapped.TryGetValue(path, out var known))
            return TargetLookup.Found(known);

        // The same account may have been found by its external id for another registration.
        var lookup = await students.FindByPathAsync(path, cancel);
        if (_mapped.Count >= MaxRemembered)
            _mapped.Clear();
        if (lookup.Id is { } found)
            _mapped[path] = found;
        return lookup;
    }

    // The school's id was taken for the account's. One that is another account is claimed before anything is written to it.
    private async Task<DeliveryOutcome?> LookForStudentAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        if (delivery.MappedTo is not null)
            return null;

        Connection.Accounts.Forget(delivery.Result.Student);
        var lookup = await Connection.Accounts.FindAsync(delivery, new BlackboardStudents(api, _answers).FindAsync, cancel);
        if (lookup.Failure is { } unknown)
            return unknown;

        return lookup.Id == account ? null : DeliveryOutcome.Retry("blackboard_other_account");
    }

    private async Task<(DeliveryOutcome Outcome, HttpStatusCode? Status)> SetAsync(
        SectionResult result, BlackboardColumn column, string user, CancellationToken cancel)
    {
        var path = BlackboardPath.Of(settings.Columns[result.Section], BlackboardPath.ColumnPrefixes)!;
        for (var isSecond = false; ; isSecond = true)
        {
            var possible = column.Score!.Possible!.Value;
            var grade = new NewGrade { Score = PointsOf(result, possible), Notes = ResultText.Note(result) };
            using var answer = await api.PatchGradeAsync(settings.Course, path, user, grade, cancel);
            if (_answers.FailureOf(answer, BlackboardCalls.Write) is { } failure)
                return (failure, answer.IsReceived ? answer.StatusCode : null);

            var stands = answer.Content!;
            if (GradeStanding.PossibleOf(stands) is { } worth && worth != possible && worth > 0)
            {
                column = _columns.Renew(column, worth);
                if (!isSecond)
                    continue;
            }

            return (GradeStanding.OutcomeOf(stands, grade.Score) with { RemoteId = stands.UserId }, answer.StatusCode);
        }
    }
}
