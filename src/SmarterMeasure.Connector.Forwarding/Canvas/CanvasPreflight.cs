using System.Net;
using System.Text.Json;
using Refit;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Looks at the course, its assignments and columns, and at what the token may do there; writes nothing.</summary>
/// <param name="settings">The settings.</param>
/// <param name="api">Canvas.</param>
/// <param name="answers">Reads its answers.</param>
/// <param name="assignments">The assignments; what is seen is kept there.</param>
/// <param name="columns">The columns.</param>
/// <param name="searchesByEmail">Whether students are looked for by e-mail.</param>
internal sealed class CanvasPreflight(
    CanvasSettings settings, ICanvasApi api, CanvasAnswers answers, CanvasAssignments assignments, CanvasColumns columns,
    bool searchesByEmail)
{
    private const string Right = "manage_grades";

    /// <summary>Looks.</summary>
    public async Task<PreflightReport> LookAsync(CancellationToken cancel)
    {
        var items = new List<PreflightItem>();
        if (settings.Course.Length > 0)
        {
            var (barred, failure) = await LookAtCourseAsync(cancel);
            if (failure is not null)
                return PreflightReport.Failed(failure);

            // Nothing in the course can be read, and nothing written.
            if (barred is not null)
                return PreflightReport.Of([.. Sections.Select(section => barred.Item(section, $"course {settings.Course}"))]);

            foreach (var (section, configured) in settings.Assignments.OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase))
            {
                var lookup = await assignments.ReadAsync(configured, cancel);
                if (lookup.Failure is { } unread)
                    return PreflightReport.Failed(unread);

                items.AddRange(Judge(section, configured, lookup));
            }

            var (cells, unseen) = await columns.LookAsync(cancel);
            if (unseen is not null)
                return PreflightReport.Failed(unseen);

            items.AddRange(cells);
        }

        var (notice, unsearched) = searchesByEmail ? await LookAtSearchAsync(cancel) : default;
        if (unsearched is not null)
            return PreflightReport.Failed(unsearched);
        if (notice is not null)
            items.Add(notice);
        return PreflightReport.Of([.. items]);
    }

    private IEnumerable<string> Sections => settings.Assignments.Keys.Concat(settings.Columns.Keys)
        .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<PreflightItem> Judge(string section, string configured, AssignmentLookup lookup)
    {
        if (lookup.Assignment is not { } assignment)
        {
            var named = CanvasPath.IsNumber(configured) ? $"assignment {configured}" : $"assignment \"{configured}\"";
            return [lookup.Unfit?.Item(section, named) ?? PreflightItem.Fit(section, $"{named}, to be made with the first result")];
        }

        var item = assignment.ToString();
        var isCompletion = SectionCodes.Completion.Equals(section, StringComparison.OrdinalIgnoreCase);
        return CanvasFitness.Of(assignment, isCompletion) is { } unfit
            ? [unfit.Item(section, item)]
            : CanvasFitness.NoticesOf(assignment).Select(notice => PreflightItem.Notice(section, item, notice.Code, notice.Remedy));
    }

    private async Task<(Unfitness? Barred, DeliveryOutcome? Failure)> LookAtCourseAsync(CancellationToken cancel)
    {
        using var answer = await api.GetPermissionsAsync(settings.Course, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return (new("course_missing", "Configure the course's number, or sis_course_id: with its SIS id; a course that was deleted takes nothing."), null);
        if (CanvasAnswers.IsDenial(answer) || (answer.HasContent && IsRefused(answer.Content!)))
            return (new("no_right_to_grade", "Give the token's account a role in the course, or in its account, that may edit grades."), null);

        // A key that leaves this one call out of its scopes may still grade.
        return CanvasAnswers.IsOutOfScope(answer) ? default : (null, answers.FailureOf(answer, CanvasCalls.Rights));
    }

    private static bool IsRefused(IReadOnlyDictionary<string, JsonElement> rights) => rights.TryGetValue(Right, out var right)
        && (right.ValueKind == JsonValueKind.False || (right.ValueKind == JsonValueKind.String && right.GetString() == "false"));

    // Only a hint: students with a SIS id are found without a search.
    private async Task<(PreflightItem? Notice, DeliveryOutcome? Failure)> LookAtSearchAsync(CancellationToken cancel)
    {
        using var answer = await api.GetAccountsAsync(cancel);
        if (CanvasAnswers.IsDenial(answer) || CanvasAnswers.IsOutOfScope(answer))
            return (PreflightItem.Notice(
                null, "search by e-mail", "search_denied",
                "The token may not search the account's users: students are found by their SIS id only; give its account a role that may view the list of users."), null);
        if (answers.FailureOf(answer, CanvasCalls.Lookup) is { } failure)
            return (null, failure.State == DeliveryState.Dead ? null : failure);

        return (IsWithoutEmails(answer)
            ? PreflightItem.Notice(
                null, "search by e-mail", "email_not_included",
                "Canvas leaves the e-mail addresses out: tick Allow Include Parameters on the developer key, or students are found by e-mail only where it is their login.")
            : null, null);
    }

    private static bool IsWithoutEmails(IApiResponse<IReadOnlyList<CanvasAccount>> answer) =>
        answer.HasContent && answer.Content!.Count > 0 && answer.Content.All(account => account.Email is null);
}
