using System.Globalization;
using FakeCampus;
using FakeCampus.Canvas;
using FakeCampus.Vendor;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace Demo;

/// <summary>What arrived in Canvas, held against what the vendor sent.</summary>
internal static class Outcome
{
    /// <summary>Prints a row per student, what came of the rest, and a summary line.</summary>
    /// <returns>0 when nothing is missing or doubled, else 1.</returns>
    public static async Task<int> PrintAsync(
        School school, IReadOnlyList<VendorReport> reports, TextWriter output, CancellationToken cancel)
    {
        await PrintGradesAsync(school, output);

        var inbox = await school.Inbox.ListAsync(EventFilter.All, cancel).ToListAsync(cancel);
        var ledger = await school.Ledger.ListAsync(DeliveryFilter.All, cancel).ToListAsync(cancel);
        await output.WriteLineAsync();
        foreach (var group in inbox.GroupBy(one => (one.State, one.Reason)).OrderBy(group => group.Key.State))
            await output.WriteLineAsync($"{group.Count(),5} events {group.Key.State.ToString().ToLowerInvariant()} {group.Key.Reason}".TrimEnd());
        foreach (var group in ledger.GroupBy(one => (one.State, one.Reason)).OrderBy(group => group.Key.State))
            await output.WriteLineAsync($"{group.Count(),5} deliveries {group.Key.State.ToString().ToLowerInvariant()} {group.Key.Reason}".TrimEnd());

        var differences = school.Campus.Differences(school.Scripts);
        var doubled = Graded(school).Count(submission => submission.Versions > 1);
        var lost = reports.Sum(report => report.Discarded);
        var unsettled = ledger.Count(one => one.State is not (DeliveryState.Delivered or DeliveryState.Unmatched or DeliveryState.Superseded));
        foreach (var difference in differences)
            await output.WriteLineAsync(difference);

        await output.WriteLineAsync();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{school.Scripts.Count} students, {reports.Sum(report => report.Requests)} requests: {Graded(school).Count()} grades in Canvas, {differences.Count} missing or wrong, {doubled} doubled, {lost} events lost, {unsettled} deliveries failed, {school.Violations.Total} rules of Canvas broken"));
        return differences.Count + doubled + lost + unsettled + school.Violations.Total == 0 ? 0 : 1;
    }

    private static async Task PrintGradesAsync(School school, TextWriter output)
    {
        var sections = DemoCampus.GradedSections;
        await output.WriteLineAsync("student   " + string.Join("", sections.Select(section => $"{section,20}")));
        foreach (var user in school.Campus.Canvas.Users)
        {
            var grades = sections.Select(section => school.Campus.Assignments[section])
                .Select(assignment => school.Campus.Course.Submission(assignment, user).Score);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{user.LoginId,-10}{string.Join("", grades.Select(grade => $"{Show(grade),20}"))}"));
        }

        static string Show(decimal? grade) => grade?.ToString(CultureInfo.InvariantCulture) ?? "-";
    }

    private static IEnumerable<CanvasSubmission> Graded(School school) =>
        school.Campus.Course.Submissions.Where(submission => submission.Score is not null);
}
