using System.Net;
using System.Text.Json;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>Whether the key's application may read what every delivery has to read. Asks for nobody's data.</summary>
internal sealed class EthosRights(IEthosApi api, EthosAnswers answers, EthosSettings settings)
{
    private static readonly string NobodysScores = JsonSerializer.Serialize(
        new EthosScoreCriteria(new EthosReference(Guid.Empty.ToString()), new EthosReference(Guid.Empty.ToString())),
        EthosJson.Default.EthosScoreCriteria);

    /// <summary>What is refused; or why nobody could look.</summary>
    public async Task<(IReadOnlyList<PreflightItem> Items, DeliveryOutcome? Failure)> LookAsync(CancellationToken cancel)
    {
        var nobody = JsonSerializer.Serialize(
            new EthosCredentialCriteria([new EthosCredential(settings.CredentialType, "smartermeasure-preflight")]),
            EthosJson.Default.EthosCredentialCriteria);
        var items = new List<PreflightItem>();
        using var persons = await api.FindPersonsAsync(nobody, EthosMediaType.PersonsCredentials, cancel);
        if (Judge(persons, "persons-credentials", "persons_not_shown", "Let the key's application read persons-credentials (version 11).", items)
            is { } failure)
            return ([], failure);

        using var scores = await api.FindScoresAsync(NobodysScores, 0, 1, settings.MediaType, cancel);
        return Judge(
            scores, "student-aptitude-assessments", "scores_not_shown",
            "Give the key's application VIEW.STUDENT.TEST.SCORES and UPDATE.STUDENT.TEST.SCORES: without reading, scores would be doubled.",
            items) is { } refused
            ? ([], refused)
            : (items, null);
    }

    private DeliveryOutcome? Judge<T>(
        IApiResponse<T> answer, string item, string code, string remedy, List<PreflightItem> items)
    {
        if (answer.StatusCode == HttpStatusCode.Forbidden)
            items.Add(PreflightItem.Unfit(null, item, code, remedy));
        return answers.PassingFailureOf(answer, EthosCalls.Lookup);
    }
}
