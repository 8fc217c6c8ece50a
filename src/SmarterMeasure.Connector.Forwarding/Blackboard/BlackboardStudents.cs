using System.Net;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>
/// Looks for users of Blackboard. What it finds is ready for a path: the <c>externalId:</c> of an account that has one, and else
/// Blackboard's own id, so that one account has one id whatever led to it.
/// </summary>
internal sealed class BlackboardStudents(IBlackboardApi api, BlackboardAnswers answers)
{
    /// <summary>Looks for the user of one value: an e-mail address, or else the school's id.</summary>
    public Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel) =>
        identity == IdentityKeys.Email ? FindByEmailAsync(value, cancel) : FindByPathAsync(PathOf(value), cancel);

    /// <summary>As <see cref="FindAsync"/>, but takes the school's id for a user's without a call: a grade's own answer tells.</summary>
    public Task<TargetLookup> AssumeAsync(string identity, string value, CancellationToken cancel) =>
        identity == IdentityKeys.Email ? FindByEmailAsync(value, cancel) : Task.FromResult(TargetLookup.Found(PathOf(value)));

    /// <summary>Looks for the user at a path.</summary>
    public async Task<TargetLookup> FindByPathAsync(string path, CancellationToken cancel)
    {
        using var answer = await api.GetUserAsync(path, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return TargetLookup.Unknown;

        return answers.FailureOf(answer, BlackboardCalls.Lookup) is { } failure
            ? TargetLookup.Failed(failure)
            : TargetLookup.Found(CanonicalOf(answer.Content!) ?? path);
    }

    private static string PathOf(string id) => BlackboardPath.ExternalId + Uri.EscapeDataString(id);

    private static string? CanonicalOf(BlackboardUser user) => user.ExternalId is { Length: > 0 } id ? PathOf(id) : null;

    // The filter may be ignored, and everybody come back: only exact hits count. And an address may be hidden from us.
    private async Task<TargetLookup> FindByEmailAsync(string email, CancellationToken cancel)
    {
        using var answer = await api.FindByEmailAsync(email, cancel);
        if (answers.FailureOf(answer, BlackboardCalls.Lookup) is { } failure)
            return TargetLookup.Failed(failure);

        var users = answer.Content!.Results ?? [];
        var hits = users.Where(user => email.Equals(user.Contact?.Email, StringComparison.OrdinalIgnoreCase)).ToList();
        if (answer.Content.Paging?.NextPage is { Length: > 0 })
        {
            return hits.Count == users.Count
                ? TargetLookup.Ambiguous
                : TargetLookup.Failed(DeliveryOutcome.Unmatched("email_filter_ignored"));
        }

        return hits.Count == 0 && users.Any(user => user.Contact?.Email is null)
            ? TargetLookup.Failed(DeliveryOutcome.Unmatched("email_hidden"))
            : TargetLookup.Single(hits.Select(user => CanonicalOf(user) ?? user.Id));
    }
}
