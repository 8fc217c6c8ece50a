using System.Net;
using System.Text.Json;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>Sets and compares scores of a person, each once: what an earlier attempt may have left is looked for.</summary>
internal sealed class EthosScores(IEthosApi api, EthosAnswers answers, EthosSettings settings)
{
    // A 400 may come of a record that somebody has open, and be over soon.
    private const int PatientFailures = 3;

    /// <summary>Sets a score.</summary>
    /// <param name="body">The score, with an id of zeros.</param>
    /// <param name="known">The GUID of the record of an earlier attempt; null when there is none.</param>
    /// <param name="failures">How many attempts failed before.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<DeliveryOutcome> SetAsync(EthosScoreBody body, string? known, int failures, CancellationToken cancel)
    {
        // The record of an earlier attempt may have been deleted at the college since.
        if (known is not null && await PutAsync(body with { Id = known }, failures, cancel) is { } put)
            return put;

        var (earlier, failure) = await FindEarlierAsync(body, cancel);
        if (failure is not null)
            return failure;
        if (earlier is null)
            return await PostAsync(body, failures, cancel);

        // A record that is listed and yet cannot be replaced is no reason to add another.
        return await PutAsync(body with { Id = earlier.Id }, failures, cancel) ?? DeliveryOutcome.Retry("ethos_404");
    }

    /// <summary>Compares what stands with a score that was set.</summary>
    public async Task<(Standing? Standing, DeliveryOutcome? Failure)> CompareAsync(
        EthosScoreBody body, string? known, CancellationToken cancel)
    {
        if (known is null)
        {
            var (earlier, failure) = await FindEarlierAsync(body, cancel);
            return failure is not null ? (null, failure) : (earlier is null ? Standing.Missing : Compare(earlier, body), null);
        }

        using var answer = await api.GetScoreAsync(known, settings.MediaType, cancel);
        if (answers.PassingFailureOf(answer, EthosCalls.ReadBack) is { } passing)
            return (null, passing);

        return answer.Content is { } stored ? (Compare(stored, body), null)
            : answer.StatusCode == HttpStatusCode.NotFound ? (Standing.Missing, null)
            : (Standing.Unknown, null);
    }

    private static Standing Compare(EthosScore stored, EthosScoreBody body) =>
        Equal(stored.Status, "inactive") ? Standing.Missing
        : stored.Student is { } student && !Equal(student.Id, body.Student.Id) ? Standing.OtherStudent
        : stored.Score?.Number == body.Score.Value && Equal(stored.Assessment?.Id, body.Assessment.Id) ? Standing.Same
        : Standing.Changed();

    private async Task<(EthosScore? Score, DeliveryOutcome? Failure)> FindEarlierAsync(EthosScoreBody body, CancellationToken cancel)
    {
        var criteria = JsonSerializer.Serialize(
            new EthosScoreCriteria(body.Student, body.Assessment), EthosJson.Default.EthosScoreCriteria);
        var pages = new EthosPages<EthosScore>(answers, EthosCalls.ReadBack);
        var (scores, failure) = await pages.ReadAsync(
            (offset, limit) => api.FindScoresAsync(criteria, offset, limit, settings.MediaType, cancel));
        return (scores.FirstOrDefault(score => IsSame(score, body)), failure);
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
    private async Task<DeliveryOutcome?> PutAsync(EthosScoreBody body, int failures, CancellationToken cancel)
    {
        using var answer = await api.PutScoreAsync(body.Id, body, settings.MediaType, settings.MediaType, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;

        return FailureOf(answer, failures) ?? await JudgeAsync(answer.Content, body, body.Id, cancel);
    }

    private async Task<DeliveryOutcome> PostAsync(EthosScoreBody body, int failures, CancellationToken cancel)
    {
        using var answer = await api.PostScoreAsync(body, settings.MediaType, settings.MediaType, cancel);
        return FailureOf(answer, failures)
            ?? answers.FailureOf(answer, EthosCalls.Write)
            ?? await JudgeAsync(answer.Content, body, answer.Content!.Id, cancel);
    }

    private DeliveryOutcome? FailureOf(Refit.IApiResponse answer, int failures) =>
        answers.FailureOf(answer, EthosCalls.Write) switch
        {
            { State: DeliveryState.Dead, Reason: { } reason } when answer.StatusCode == HttpStatusCode.BadRequest =>
                failures < PatientFailures ? DeliveryOutcome.Retry(reason) : DeliveryOutcome.Blocked(reason),
            var failure => failure,
        };

    // The answer is what stands; where it holds none, the record is read.
    private async Task<DeliveryOutcome> JudgeAsync(EthosScore? stands, EthosScoreBody body, string id, CancellationToken cancel)
    {
        var outcome = DeliveryOutcome.Delivered with { RemoteId = id };
        if (stands?.Score is null && settings.Confirm != ConfirmMode.Never)
        {
            using var answer = await api.GetScoreAsync(id, settings.MediaType, cancel);
            if (answers.PassingFailureOf(answer, EthosCalls.ReadBack) is { } unread)
                return unread with { RemoteId = id };
            stands = answer.Content;
        }

        if (stands?.Score is null)
            return outcome;

        var standing = Compare(stands, body);
        return standing.Kind switch
        {
            StandingKind.Same => outcome,
            StandingKind.Missing => DeliveryOutcome.Blocked("score_inactive") with { RemoteId = id },
            _ => DeliveryOutcome.Blocked("not_kept") with { RemoteId = id },
        };
    }
}
