using System.Globalization;
using System.Net;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>Looks for users of Brightspace; finds their numbers.</summary>
internal sealed class BrightspaceStudents(BrightspaceSettings settings, IBrightspaceApi api, AnswerReading answers)
{
    /// <summary>Looks for the user of one value: an e-mail address, or else the school's id.</summary>
    public async Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel)
    {
        var byEmail = identity == IdentityKeys.Email;
        using var answer = await (byEmail
            ? api.FindByEmailAsync(settings.LpVersion, value, cancel)
            : api.FindByOrgIdAsync(settings.LpVersion, value, cancel));
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return TargetLookup.Unknown;
        if (answers.FailureOf(answer, BrightspaceCalls.Lookup) is { } failure)
        {
            return TargetLookup.Failed(
                answer.StatusCode == HttpStatusCode.Forbidden && failure.State == DeliveryState.Dead
                    ? DeliveryOutcome.Blocked("no_right_to_find_students")
                    : failure);
        }

        return TargetLookup.Single(answer.Content!
            .Where(user => value.Equals(
                byEmail ? user.ExternalEmail : user.OrgDefinedId,
                byEmail ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            .Select(user => user.UserId.ToString(CultureInfo.InvariantCulture)));
    }
}
