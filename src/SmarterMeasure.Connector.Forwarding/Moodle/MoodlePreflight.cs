namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Looks at a Moodle before anything is written there: its address, the token's functions, and the assignments.</summary>
internal sealed class MoodlePreflight(MoodleSettings settings, MoodleCalls calls, MoodleAssignments assignments)
{
    private const string Address = "the site's address";
    private const string Service = "the web service";

    private static readonly string[] ForProfiles = [MoodleCalls.FindUsers, "core_user_update_users"];

    private static readonly string[] ForGrades =
    [
        MoodleCalls.FindUsers, MoodleCalls.ListAssignments, MoodleCalls.Participant, MoodleCalls.UserFlags, MoodleCalls.Grades,
        MoodleCalls.GradeItems, "mod_assign_save_grade",
    ];

    /// <summary>Looks.</summary>
    public async Task<PreflightReport> LookAsync(CancellationToken cancel)
    {
        var (site, failure) = await calls.ReadAsync(
            MoodleCalls.SiteInfo, "moodle_site", MoodleJson.Default.MoodleSite, [], cancel);
        if (failure is not null)
        {
            return failure.Reason switch
            {
                "moodle_site_303" or "moodle_site_301" or "moodle_site_302" or "moodle_site_307" or "moodle_site_308" =>
                    PreflightReport.Of(PreflightItem.Unfit(
                        null, Address, "wrong_address", "Set BaseUrl to the site's own address, as the browser shows it after the redirect.")),
                "refused: moodle_site: accessexception" => PreflightReport.Of(Missing([MoodleCalls.SiteInfo])),
                _ => PreflightReport.Failed(failure),
            };
        }

        var items = new List<PreflightItem>();
        if (MissingFunctions(site!) is { Count: > 0 } missing)
            return PreflightReport.Of(Missing(missing));
        if (site!.SiteUrl is { } own && !IsSame(own))
        {
            items.Add(PreflightItem.Notice(
                null, Address, "other_address", "BaseUrl is not the site's own address: set it to that, so that nothing is redirected."));
        }

        if (site.UserIsSiteAdmin)
        {
            items.Add(PreflightItem.Notice(
                null, Service, "site_administrator",
                "The token belongs to a site administrator: give it to an account that has only the rights it needs."));
        }

        return settings.Assignments.Count == 0 ? PreflightReport.Of(items) : await WithAssignmentsAsync(items, cancel);
    }

    private async Task<PreflightReport> WithAssignmentsAsync(List<PreflightItem> items, CancellationToken cancel)
    {
        if (await assignments.RenewAsync(cancel) is { } failure)
            return PreflightReport.Failed(failure);

        items.Add(PreflightItem.Notice(
            null, "the students", "students_are_told",
            "Moodle tells a student of each public grade at the next run of cron; only a marking workflow, or the site's setting \"Assignment notifications\", stops that."));
        return PreflightReport.Of([.. items, .. assignments.Check()]);
    }

    private List<string> MissingFunctions(MoodleSite site)
    {
        var there = (site.Functions ?? []).Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        List<string> needed = [.. settings.ProfileFields.Count > 0 ? ForProfiles : [], .. settings.Assignments.Count > 0 ? ForGrades : []];
        return [.. needed.Distinct(StringComparer.Ordinal).Where(function => !there.Contains(function))];
    }

    private static PreflightItem Missing(IEnumerable<string> functions) => PreflightItem.Unfit(
        null, Service, "functions_missing", $"Add to the web service of the token: {string.Join(", ", functions)}.");

    private bool IsSame(string siteUrl) =>
        siteUrl.TrimEnd('/').Equals(settings.BaseUrl.ToString().TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
