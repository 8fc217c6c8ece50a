using System.Net;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>Looks at the grade objects of the configuration, and at the rights as far as reading tells: two calls.</summary>
internal sealed class BrightspacePreflight(
    BrightspaceSettings settings, IBrightspaceApi api, AnswerReading answers, GradeObjects objects)
{
    /// <summary>Looks.</summary>
    public async Task<PreflightReport> LookAsync(IReadOnlyList<GradeEntry> entries, CancellationToken cancel)
    {
        if (await objects.RenewAsync(cancel) is { } failure)
        {
            return Refusal(failure) is { } refused
                ? PreflightReport.Of(refused)
                : PreflightReport.Failed(failure);
        }

        List<PreflightItem> items = [.. entries.Select(entry => GradeObjectFitness.Of(entry, objects.Known(entry), settings))];
        var (denied, unread) = await ReadValuesAsync(entries, cancel);
        if (unread is not null)
            return PreflightReport.Failed(unread);
        if (denied is not null)
            items.Add(denied);

        return PreflightReport.Of(items);
    }

    private PreflightItem? Refusal(DeliveryOutcome failure)
    {
        if (failure.State != DeliveryState.Dead)
            return null;

        var course = $"course {settings.OrgUnit}";
        return failure.Reason!.StartsWith($"{BrightspaceCalls.GradeObjects}_{(int)HttpStatusCode.NotFound}", StringComparison.Ordinal)
            ? PreflightItem.Unfit(
                null, course, "course_missing", "Set OrgUnit to the number of the course offering, as in the address of its home page.")
            : PreflightItem.Unfit(
                null, course, "no_right_to_read_grade_objects",
                $"Brightspace refused ({failure.Reason}): give the application the scope grades:gradeobjects:read, and the service user a role in the course that may see grades.");
    }

    private async Task<(PreflightItem? Denied, DeliveryOutcome? Failure)> ReadValuesAsync(
        IReadOnlyList<GradeEntry> entries, CancellationToken cancel)
    {
        if (entries.Select(objects.Known).FirstOrDefault(one => one is not null) is not { } any)
            return (null, null);

        using var answer = await api.GetValuesAsync(settings.LeVersion, settings.OrgUnit, any.Path, 1, cancel);
        var failure = answers.FailureOf(answer, BrightspaceCalls.Read);
        if (failure?.State != DeliveryState.Dead)
            return (null, failure);

        return answer.StatusCode == HttpStatusCode.Forbidden
            ? (PreflightItem.Unfit(
                null, $"course {settings.OrgUnit}", "no_right_to_read_grades",
                "Give the application the scope grades:gradevalues:read, and the service user a role in the course that may see grades."), null)
            : (null, null);
    }
}
