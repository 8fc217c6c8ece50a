using System.Text.Json;
using Refit;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>Looks for persons. What it finds is their GUID.</summary>
internal sealed class EthosPersons(IEthosApi api, EthosAnswers answers, string credentialType)
{
    /// <summary>Looks for the person of one value: an e-mail address, or else the school's id.</summary>
    public Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel) =>
        identity == IdentityKeys.Email ? FindByEmailAsync(value, cancel) : FindByCredentialAsync(value, cancel);

    /// <summary>A GUID as every person's is written here, whoever wrote it.</summary>
    public static string Canonical(string guid) => guid.ToLowerInvariant();

    private async Task<TargetLookup> FindByCredentialAsync(string value, CancellationToken cancel)
    {
        var criteria = JsonSerializer.Serialize(
            new EthosCredentialCriteria([new EthosCredential(credentialType, value)]), EthosJson.Default.EthosCredentialCriteria);
        using var answer = await api.FindPersonsAsync(criteria, EthosMediaType.PersonsCredentials, cancel);
        return Only(answer, person => person.Credentials?.Any(credential =>
            credential.Type == credentialType && credential.Value == value) ?? false);
    }

    private async Task<TargetLookup> FindByEmailAsync(string email, CancellationToken cancel)
    {
        var criteria = JsonSerializer.Serialize(
            new EthosEmailCriteria([new EthosEmail(email)]), EthosJson.Default.EthosEmailCriteria);
        using var answer = await api.FindPersonsByEmailAsync(criteria, EthosMediaType.Persons, cancel);
        return Only(answer, person => person.Emails?.Any(each =>
            email.Equals(each.Address, StringComparison.OrdinalIgnoreCase)) ?? false);
    }

    // Some systems pass over criteria and list everybody: then the page at hand proves nothing, and nobody is taken from it.
    private TargetLookup Only(IApiResponse<IReadOnlyList<EthosPerson>> answer, Func<EthosPerson, bool> fits)
    {
        if (answers.FailureOf(answer, EthosCalls.Lookup) is { } failure)
            return TargetLookup.Failed(failure);

        var persons = answer.Content!;
        return persons.All(fits)
            ? TargetLookup.Single(persons.Select(person => Canonical(person.Id)))
            : TargetLookup.Failed(DeliveryOutcome.Unmatched("lookup_not_filtered"));
    }
}
