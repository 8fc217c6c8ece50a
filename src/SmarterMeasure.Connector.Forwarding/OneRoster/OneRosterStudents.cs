using System.Net;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>Looks for users. What it finds is their sourcedId.</summary>
internal sealed class OneRosterStudents(IOneRosterApi api, OneRosterAnswers answers)
{
    /// <summary>
    /// Looks for the user of one value: an e-mail address, or else the school's number, in its legacy place and then in the one that
    /// OneRoster 1.2 prefers.
    /// </summary>
    public async Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel)
    {
        if (identity == IdentityKeys.Email)
            return await FindAsync("email", value, static user => [user.Email], StringComparison.OrdinalIgnoreCase, cancel);

        var legacy = await FindAsync("identifier", value, static user => [user.Identifier], StringComparison.Ordinal, cancel);
        return legacy != TargetLookup.Unknown
            ? legacy
            : await FindAsync(
                "userIds.identifier", value, static user => user.UserIds?.Select(id => id.Identifier) ?? [],
                StringComparison.Ordinal, cancel, isOptional: true);
    }

    private async Task<TargetLookup> FindAsync(
        string field, string value, Func<OneRosterUser, IEnumerable<string?>> valuesOf, StringComparison comparison,
        CancellationToken cancel, bool isOptional = false)
    {
        var quoted = value.Replace("'", "''", StringComparison.Ordinal);
        using var answer = await api.FindUsersAsync($"{field}='{quoted}'", cancel);

        // Not every system filters by what stands in a list.
        if (isOptional && answer.StatusCode == HttpStatusCode.BadRequest)
            return TargetLookup.Unknown;
        if (answers.FailureOf(answer, OneRosterCalls.Lookup) is { } failure)
            return TargetLookup.Failed(failure);

        // A system that passes over the filter lists everybody: the page at hand proves nothing, and nobody is taken from it. The
        // filter compares without case, and what it lets through is still to be told apart.
        var users = answer.Content!.Users;
        return users.All(user => Has(user, StringComparison.OrdinalIgnoreCase))
            ? TargetLookup.Single(users
                .Where(user => user.Status != "tobedeleted" && Has(user, comparison))
                .Select(user => user.SourcedId))
            : isOptional ? TargetLookup.Unknown : TargetLookup.Failed(DeliveryOutcome.Unmatched("lookup_not_filtered"));

        bool Has(OneRosterUser user, StringComparison how) => valuesOf(user).Any(each => value.Equals(each, how));
    }
}
