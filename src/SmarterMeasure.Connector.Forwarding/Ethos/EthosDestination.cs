using System.Net;
using System.Text.Json;
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
    : TargetDestination(connection)
{
    private readonly EthosAnswers _answers = new(connection.Flow);
    private readonly EthosAssessments _assessments = new(api, new EthosAnswers(connection.Flow), settings.MediaType);

    /// <inheritdoc/>
    public override Repetition Repetition => Repetition.ReadsBack;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) =>
        result.IsGradable && settings.Assessments.ContainsKey(result.Section);

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        !Accepts(result) ? DeliveryOutcome.Dead("ethos_no_assessment")
        : result.ScoredAt is null ? DeliveryOutcome.Dead("ethos_no_date")
        : null;

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        var (assessment, failure) = await _assessments.FindAsync(settings.Assessments[delivery.Result.Section], cancel);
        if (assessment is null)
            return failure!;
        if (EthosAssessments.ScoreOf(delivery.Result.Percent!.Value, assessment) is not { } score)
            return DeliveryOutcome.Dead("ethos_score_out_of_range");

        var body = new EthosScoreBody
        {
            Id = Guid.Empty.ToString(),
            Student = new EthosReference(account),
            Assessment = new EthosReference(assessment.Id),
            AssessedOn = ResultText.Date(delivery.Result)!,
            Score = new EthosScoreValue("numeric", score),
            Source = settings.Source is { } source ? new EthosReference(source) : null,
            Comment = settings.Comment && delivery.Result.Readiness is { Length: > 0 } said ? $"SmarterMeasure {said}" : null,
        };
        var outcome = await SetAsync(body, delivery.RemoteId, cancel);

        // The person may be another record by now: look anew when it is tried again.
        if (outcome.State == DeliveryState.Dead)
            Connection.Accounts.Forget(delivery.Result.Student);
        return outcome;
    }

    /// <inheritdoc/>
    protected override Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel)
    {
        var persons = new EthosPersons(api, _answers, settings.CredentialType);

        // An operator may know the college's number of the student, and not the GUID.
        return delivery.MappedTo is { } mapped && !EthosSettings.IsGuid(mapped)
            ? persons.FindAsync(IdentityKeys.InternalId, mapped, cancel)
            : Connection.Accounts.FindAsync(delivery, persons.FindAsync, cancel);
    }

    private async Task<DeliveryOutcome> SetAsync(EthosScoreBody body, string? known, CancellationToken cancel)
    {
        // The record of an earlier attempt may have been deleted at the college since.
        if (known is not null && await PutAsync(body with { Id = known }, cancel) is { } put)
            return put;

        var (earlier, failure) = await FindEarlierAsync(body, cancel);
        if (failure is not null)
            return failure;
        if (earlier is null)
            return await PostAsync(body, cancel);

        // A record that is listed and yet cannot be replaced is no reason to add another.
        return await PutAsync(body with { Id = earlier }, cancel) ?? DeliveryOutcome.Retry("ethos_404");
    }

    private async Task<(string? Id, DeliveryOutcome? Failure)> FindEarlierAsync(EthosScoreBody body, CancellationToken cancel)
    {
        var criteria = JsonSerializer.Serialize(
            new EthosScoreCriteria(body.Student, body.Assessment), EthosJson.Default.EthosScoreCriteria);
        var pages = new EthosPages<EthosScore>(_answers, EthosCalls.ReadBack);
        var (scores, failure) = await pages.ReadAsync(
            (offset, limit) => api.FindScoresAsync(criteria, offset, limit, settings.MediaType, cancel));
        return (scores.FirstOrDefault(score => IsSame(score, body))?.Id, failure);
    }

    // A system that passes over criteria lists others' scores too. One that does not keep sources tells none.
    private static bool IsSame(EthosScore score, EthosScoreBody body) =>
        Equal(score.Student?.Id, body.Student.Id)
        && Equal(score.Assessment?.Id, body.Assessment.Id)
        && score.AssessedOn?.StartsWith(body.AssessedOn, StringComparison.Ordinal) == true
        && (body.Source is null || string.IsNullOrEmpty(score.Source?.Id) || Equal(score.Source.Id, body.Source.Id))
        && !Equal(score.Status, "inactive");

    private static bool Equal(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Replaces a record; null when there is none.</summary>
    private async Task<DeliveryOutcome?> PutAsync(EthosScoreBody body, CancellationToken cancel)
    {
        using var answer = await api.PutScoreAsync(body.Id, body, settings.MediaType, settings.MediaType, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;

        return _answers.FailureOf(answer, EthosCalls.Write) ?? DeliveryOutcome.Delivered with { RemoteId = body.Id };
    }

    private async Task<DeliveryOutcome> PostAsync(EthosScoreBody body, CancellationToken cancel)
    {
        using var answer = await api.PostScoreAsync(body, settings.MediaType, settings.MediaType, cancel);
        return _answers.FailureOf(answer, EthosCalls.Write)
            ?? DeliveryOutcome.Delivered with { RemoteId = answer.Content!.Id };
    }
}
