using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>Looks for users. What it finds is their sourcedId.</summary>
internal sealed class OneRosterStudents(IOneRosterApi api, OneRosterAnswers answers)
{
    /// <summary>Looks for the user of one value: an e-mail address, or else the school's number.</summary>
    public Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel) =>
        identity == IdentityKeys.Email
            ? FindAsync("email", value, user => user.Email, StringComparison.OrdinalIgnoreCase, cancel)
            : FindAsync("identifier", value, user => user.Identifier, StringComparison.Ordinal, cancel);

    private async Task<TargetLookup> FindAsync(
        string field, string value, Func<OneRosterUser, string?> valueOf, StringComparison comparison, CancellationToken cancel)
    {
        var quoted = value.Replace("'", "''", StringComparison.Ordinal);
        using var answer = await api.FindUsersAsync($"{field}='{quoted}'", cancel);
        if (answers.FailureOf(answer, OneRosterCalls.Lookup) is { } failure)
            return TargetLookup.Failed(failure);

        // A system that passes over the filter lists everybody: the page at hand proves nothing, and nobody is taken from it. The
        // filter compares without case, and what it lets through is still to be told apart.
        var users = answer.Content!.Users;
        return users.All(user => value.Equals(valueOf(user), StringComparison.OrdinalIgnoreCase))
            ? TargetLookup.Single(users
                .Where(user => user.Status != "tobedeleted" && value.Equals(valueOf(user), comparison))
                .Select(user => user.SourcedId))
            : TargetLookup.Failed(DeliveryOutcome.Unmatched("lookup_not_filtered"));
    }
}
