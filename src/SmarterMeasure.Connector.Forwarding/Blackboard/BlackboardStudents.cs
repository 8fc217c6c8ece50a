using System.Net;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>Looks for users of Blackboard. What it finds is ready for a path.</summary>
internal sealed class BlackboardStudents(IBlackboardApi api, BlackboardAnswers answers)
{
    private const string Lookup = "blackboard_lookup";

    /// <summary>Looks for the user of one value: an e-mail address, or else the school's id.</summary>
    public Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel) =>
        identity == IdentityKeys.Email ? FindByEmailAsync(value, cancel) : FindByExternalIdAsync(value, cancel);

    /// <summary>As <see cref="FindAsync"/>, but takes the school's id for a user's without a call: a grade's own answer tells.</summary>
    public Task<TargetLookup> AssumeAsync(string identity, string value, CancellationToken cancel) =>
        identity == IdentityKeys.Email ? FindByEmailAsync(value, cancel) : Task.FromResult(TargetLookup.Found(PathOf(value)));

    private static string PathOf(string id) => BlackboardPath.ExternalId + Uri.EscapeDataString(id);

    private async Task<TargetLookup> FindByExternalIdAsync(string id, CancellationToken cancel)
    {
        var path = PathOf(id);
        using var answer = await api.GetUserAsync(path, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return TargetLookup.Unknown;

        return answers.FailureOf(answer, Lookup) is { } failure ? TargetLookup.Failed(failure) : TargetLookup.Found(path);
    }

    // Nobody knows how strictly the filter compares: only exact hits count, and a second page is one too many.
    private async Task<TargetLookup> FindByEmailAsync(string email, CancellationToken cancel)
    {
        using var answer = await api.FindByEmailAsync(email, cancel);
        if (answers.FailureOf(answer, Lookup) is { } failure)
            return TargetLookup.Failed(failure);

        return answer.Content!.Paging?.NextPage is { Length: > 0 }
            ? TargetLookup.Ambiguous
            : TargetLookup.Single((answer.Content.Results ?? [])
                .Where(user => email.Equals(user.Contact?.Email, StringComparison.OrdinalIgnoreCase))
                .Select(user => user.Id));
    }
}
