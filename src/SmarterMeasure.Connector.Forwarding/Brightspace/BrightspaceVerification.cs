using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>Compares the values of a section's grade objects with what was delivered: 200 students a call.</summary>
internal sealed class BrightspaceVerification(
    BrightspaceSettings settings, IBrightspaceApi api, AnswerReading answers, GradeObjects objects)
{
    private const int PageSize = 200;

    /// <summary>Looks at all of them.</summary>
    public async Task<VerifyAnswer> LookAsync(string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel)
    {
        var standings = delivered.Select(one => one.Account is null ? Standing.Unknown : Standing.Same).ToArray();
        foreach (var entry in settings.EntriesOf(section))
        {
            var lookup = await objects.FindAsync(entry, cancel);
            if (lookup.Failure is { } unfit && unfit.State != DeliveryState.Blocked)
                return VerifyAnswer.Failed(unfit);

            var values = new Dictionary<string, GradeValue>(StringComparer.Ordinal);
            if (lookup.Object is { IsMade: true } gradeObject && await ReadAsync(gradeObject, values, cancel) is { } failure)
                return VerifyAnswer.Failed(failure);

            for (var at = 0; at < standings.Length; at++)
            {
                if (standings[at].Kind == StandingKind.Same && entry.Takes(delivered[at].Result))
                    standings[at] = StandingOf(entry, delivered[at], values, lookup.Object);
            }
        }

        return VerifyAnswer.Of(standings);
    }

    private static Standing StandingOf(
        GradeEntry entry, DeliveredResult delivered, Dictionary<string, GradeValue> values, GradeObject? gradeObject)
    {
        if (gradeObject is null || !values.TryGetValue(delivered.Account!, out var value))
            return Standing.Missing;
        if (entry.IsShown(delivered.Result, value, gradeObject))
            return Standing.Same;

        return entry.IsEmpty(value)
            ? Standing.Missing
            : Standing.Changed(value.LastModifiedBy, value.LastModified);
    }

    private async Task<DeliveryOutcome?> ReadAsync(
        GradeObject gradeObject, Dictionary<string, GradeValue> values, CancellationToken cancel)
    {
        Uri? next = null;
        do
        {
            using var answer = await (next is null
                ? api.GetValuesAsync(settings.LeVersion, settings.OrgUnit, gradeObject.Path, PageSize, cancel)
                : api.GetValuesPageAsync(next, cancel));
            if (answers.FailureOf(answer, BrightspaceCalls.Verify) is { } failure)
                return failure;

            foreach (var one in answer.Content!.Objects ?? [])
            {
                if (one is { User.Identifier: { } user, GradeValue: { } value })
                    values[user] = value;
            }

            // The token goes there too.
            next = answer.Content.Next is { Length: > 0 } address ? new Uri(settings.BaseUrl, address) : null;
            if (next is not null && Uri.Compare(
                next, settings.BaseUrl, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
                return DeliveryOutcome.Retry($"{BrightspaceCalls.Verify}_foreign_link");
        }
        while (next is not null);

        return null;
    }
}
