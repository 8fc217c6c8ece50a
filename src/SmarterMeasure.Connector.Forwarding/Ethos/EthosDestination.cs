using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>
/// Sends section results as test scores of a Banner or Colleague person. Each POST adds a score, so that no attempt posts
/// before it has looked for what an earlier one may have left.
/// </summary>
internal sealed class EthosDestination(EthosSettings settings, IEthosApi api, TargetConnection connection)
    : TargetDestination(connection), IVerifiableDestination
{
    private readonly EthosAnswers _answers = new(connection.Flow);
    private readonly EthosScores _scores = new(api, new EthosAnswers(connection.Flow), settings);
    private readonly EthosAssessments _assessments = new(
        api, new EthosAnswers(connection.Flow), settings, connection.Clock);

    /// <inheritdoc/>
    public override Repetition Repetition => Repetition.ReadsBack;

    /// <inheritdoc/>
    /// <remarks>Ethos gives one score at a time: few of them in a call, so that others' calls come in between.</remarks>
    public int VerifyBatchSize => 10;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) =>
        result.IsGradable && settings.Assessments.ContainsKey(result.Section);

    /// <inheritdoc/>
    public override async Task<PreflightReport> PreflightAsync(CancellationToken cancel)
    {
        if (Connection.Flow.Rest is { } rest)
            return PreflightReport.Failed(DeliveryOutcome.Pause("throttled", rest));

        var (tests, failure) = await _assessments.LookAsync(cancel);
        if (failure is not null)
            return PreflightReport.Failed(failure);

        var (rights, refused) = await new EthosRights(api, _answers, settings).LookAsync(cancel);
        return refused is not null ? PreflightReport.Failed(refused) : PreflightReport.Of([.. tests, .. rights]);
    }

    /// <inheritdoc/>
    public async Task<VerifyAnswer> VerifyAsync(
        string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel)
    {
        if (Connection.Flow.Rest is { } rest)
            return VerifyAnswer.Failed(DeliveryOutcome.Pause("throttled", rest));
        if (!settings.Assessments.ContainsKey(section))
            return VerifyAnswer.Of([.. delivered.Select(_ => Standing.Unknown)]);

        var (assessment, failure) = await _assessments.FindAsync(section, cancel);
        if (assessment is null)
            return VerifyAnswer.Failed(failure!);

        var standings = new List<Standing>(delivered.Count);
        foreach (var each in delivered)
        {
            if (each.Account is not { } account || _assessments.ScoreOf(each.Result.Percent ?? 0, assessment) is not { } score)
            {
                standings.Add(Standing.Unknown);
                continue;
            }

            var (standing, unread) = await _scores.CompareAsync(Body(each.Result, account, assessment, score), each.RemoteId, cancel);
            if (unread is not null)
                return VerifyAnswer.Failed(unread);
            standings.Add(standing!);
        }

        return VerifyAnswer.Of(standings);
    }

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        !Accepts(result) ? DeliveryOutcome.Dead("ethos_no_assessment")
        : result.ScoredAt is null ? DeliveryOutcome.Dead("ethos_no_date")
        : null;

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        var (assessment, failure) = await _assessments.FindAsync(delivery.Result.Section, cancel);
        if (assessment is null)
            return failure!;
        if (_assessments.ScoreOf(delivery.Result.Percent!.Value, assessment) is not { } score)
            return EthosAssessments.OutOfRange(delivery.Result.Section, assessment);

        var outcome = await _scores.SetAsync(
            Body(delivery.Result, account, assessment, score), delivery.RemoteId, delivery.Failures, cancel);

        // The person may be another record by now: look anew when it is tried again.
        if (outcome.State is DeliveryState.Dead or DeliveryState.Blocked)
            Connection.Accounts.Forget(delivery.Result.Student);
        return outcome;
    }

    /// <inheritdoc/>
    protected override async Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel)
    {
        var persons = new EthosPersons(api, _answers, settings.CredentialType);

        // An operator may know the college's number of the student, and not the GUID.
        if (delivery.MappedTo is { } mapped)
        {
            return EthosSettings.IsGuid(mapped)
                ? TargetLookup.Found(EthosPersons.Canonical(mapped))
                : await persons.FindAsync(IdentityKeys.InternalId, mapped, cancel);
        }

        return await Connection.Accounts.FindAsync(delivery, persons.FindAsync, cancel);
    }

    // Colleague keeps the comment of before where none is sent, and that would speak of another result.
    private EthosScoreBody Body(SectionResult result, string account, EthosAssessment assessment, decimal score) => new()
    {
        Id = Guid.Empty.ToString(),
        Student = new EthosReference(account),
        Assessment = new EthosReference(assessment.Id),
        AssessedOn = ResultText.Date(result)!,
        Score = new EthosScoreValue("numeric", score),
        Source = settings.Source is { } source ? new EthosReference(source) : null,
        Comment = !settings.Comment ? null : $"SmarterMeasure {result.Readiness}".TrimEnd(),
    };
}
