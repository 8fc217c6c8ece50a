using System.Collections.Concurrent;
using System.Net;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>
/// Sets section results as grades in manual columns of a Blackboard course, with the readiness as a note for instructors. It
/// only sets what it has: a null would clear a grade.
/// </summary>
internal sealed class BlackboardDestination(BlackboardSettings settings, IBlackboardApi api, TargetConnection connection)
    : TargetDestination(connection)
{
    private const decimal MaxPoints = 100;
    private const int MaxUnpopulated = 5;
    private const int MaxCounted = 10_000;

    private readonly BlackboardAnswers _answers = new(connection.Flow);
    private readonly ConcurrentDictionary<string, bool> _provisioned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, int> _unpopulated = [];

    private static bool IsTrial => RequestRecording.Current?.IsTrial == true;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) => settings.Columns.TakesGrade(result);

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        Accepts(result) ? null : DeliveryOutcome.Dead("blackboard_no_column");

    /// <inheritdoc/>
    // The day's calls are few: a student is looked for only when a grade finds none. A trial never gets that far.
    protected override async Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel)
    {
        var students = new BlackboardStudents(api, _answers);
        var lookup = await Connection.Accounts.FindAsync(delivery, IsTrial ? students.FindAsync : students.AssumeAsync, cancel);
        if (delivery.MappedTo is not { } mapped)
            return lookup;

        return BlackboardPath.Of(mapped, BlackboardPath.UserPrefixes) is { } path
            ? TargetLookup.Found(path)
            : TargetLookup.Failed(DeliveryOutcome.Unmatched("mapped_account_unreadable"));
    }

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        var result = delivery.Result;
        var user = account;
        if (IsTrial && delivery.MappedTo is null)
        {
            // In shadow, the account before this was only assumed.
            var sought = await FindAsync(delivery, cancel);
            if (sought.Id is null)
                return sought.Failure!;

            user = sought.Id;
        }

        var column = settings.Columns[result.Section];
        if (await ProvisionAsync(result.Section, column, cancel) is { } unmade)
            return unmade;

        var (failure, isMissing) = await SetAsync(delivery, column, user, cancel);
        if (isMissing && delivery.MappedTo is null)
        {
            Connection.Accounts.Forget(result.Student);
            var lookup = await Connection.Accounts.FindAsync(delivery, new BlackboardStudents(api, _answers).FindAsync, cancel);
            if (lookup.Id is not { } found)
                return lookup.Failure!;
            if (found != user)
                (failure, isMissing) = await SetAsync(delivery, column, found, cancel);
        }

        if (isMissing)
            _provisioned.TryRemove(column, out _); // It may be gone: it is made anew when this is tried again.
        return failure ?? DeliveryOutcome.Delivered;
    }

    private async Task<(DeliveryOutcome? Failure, bool IsMissing)> SetAsync(
        Delivery delivery, string column, string user, CancellationToken cancel)
    {
        var points = delivery.Result.IsCompletion ? MaxPoints : delivery.Result.Percent!.Value;
        var grade = new BlackboardGrade
        {
            Score = points,
            Text = ResultText.Number(points),
            Notes = ResultText.Note(delivery.Result),
        };
        using var answer = await api.PatchGradeAsync(
            settings.Course, BlackboardPath.Of(column, BlackboardPath.ColumnPrefixes)!, user, grade, cancel);
        var failure = _answers.FailureOf(answer, "blackboard");
        if (failure?.Reason == BlackboardAnswers.NotPopulated)
            return (IsOnceTooOften(delivery.Id) ? DeliveryOutcome.Dead(BlackboardAnswers.NotPopulated) : failure, false);

        return (failure, answer.StatusCode == HttpStatusCode.NotFound);
    }

    // The ledger's count holds failures of every kind. What is forgotten, at a restart or of very many, costs a few more calls.
    private bool IsOnceTooOften(long delivery)
    {
        if (_unpopulated.AddOrUpdate(delivery, 1, static (_, times) => times + 1) >= MaxUnpopulated)
            return _unpopulated.TryRemove(delivery, out _);
        if (_unpopulated.Count > MaxCounted)
            _unpopulated.Clear();
        return false;
    }

    // Once per process: the external id is ours, so a column that is there already is the same one.
    private async Task<DeliveryOutcome?> ProvisionAsync(string section, string column, CancellationToken cancel)
    {
        if (!settings.Provision || !column.StartsWith(BlackboardPath.ExternalId, StringComparison.Ordinal)
            || _provisioned.ContainsKey(column))
            return null;

        var made = new NewColumn(
            column[BlackboardPath.ExternalId.Length..], $"SmarterMeasure {section}", new ColumnScore(MaxPoints),
            new ColumnAvailability("No"), IncludeInCalculations: false, new ColumnGrading("Manual"));
        using var answer = await api.CreateColumnAsync(settings.Course, made, cancel);
        var failure = _answers.FailureOf(answer, "blackboard_provision");
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.BadRequest)
            failure = await LookForColumnAsync(column, failure, cancel);
        if (failure is null)
            _provisioned[column] = true;

        return failure.UnlessTrial();
    }

    // Which refusal means that the external id is taken is not documented.
    private async Task<DeliveryOutcome?> LookForColumnAsync(string column, DeliveryOutcome? refusal, CancellationToken cancel)
    {
        using var answer = await api.GetColumnAsync(
            settings.Course, BlackboardPath.Of(column, BlackboardPath.ColumnPrefixes)!, cancel);
        return answer.StatusCode == HttpStatusCode.NotFound ? refusal : _answers.FailureOf(answer, "blackboard_column");
    }
}
