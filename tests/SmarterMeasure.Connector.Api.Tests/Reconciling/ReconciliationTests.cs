using FakeCampus.Serving;
using FakeCampus.Vendor;
using SmarterMeasure.Connector.Api.Reconciling;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Api.Tests.Reconciling;

/// <summary>What no webhook told arrives all the same, once.</summary>
public sealed class ReconciliationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_an_outage_everything_stands_as_the_webhooks_would_have_made_it()
    {
        await using var without = await School.OpenAsync(25);
        foreach (var webhook in without.Webhooks)
            await without.ReceiveAsync(webhook);
        await without.SettleAsync();

        await using var after = await School.OpenAsync(25);
        var report = await RunAsync(after);
        await after.SettleAsync();

        Assert.Equal(report.Results, report.Recovered);
        Assert.Equal(Text(without.Destination.State), Text(after.Destination.State));
        Assert.Equal(after.Destination.State.Count, after.Destination.Count);
        Assert.All(after.Handled.CallbackIds, id => Assert.StartsWith("reconciled-", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_run_and_every_webhook_that_comes_late_change_nothing()
    {
        await using var school = await School.OpenAsync(12);
        await RunAsync(school);
        await school.SettleAsync();
        var (calls, deliveries) = (school.Handled.CallbackIds.Count, school.Destination.Count);
        var state = Text(school.Destination.State);

        Assert.Equal(0, (await RunAsync(school)).Recovered);
        var late = Newest(school).ToList();
        foreach (var webhook in late)
            Assert.Equal(Acceptance.New, await school.ReceiveAsync(webhook));
        await school.SettleAsync();

        Assert.Equal((calls, deliveries), (school.Handled.CallbackIds.Count, school.Destination.Count));
        Assert.Equal(state, Text(school.Destination.State));
        Assert.Equal(late.Count, (await school.EventsAsync()).Count(row => row.Reason == "result_already_handled"));

        // An earlier scoring of a section that was scored again is a result of its own, but nobody is to see it any more.
        foreach (var webhook in school.Webhooks.Except(late))
            await school.ReceiveAsync(webhook);
        await school.SettleAsync();
        Assert.Equal(deliveries, school.Destination.Count);
        Assert.Equal(state, Text(school.Destination.State));
    }

    [Fact]
    public async Task Only_what_is_missing_is_fed()
    {
        await using var school = await School.OpenAsync(12);
        var newest = Newest(school).ToList();
        var lost = newest.Where((_, number) => number % 4 == 1).ToList();
        foreach (var webhook in school.Webhooks.Except(lost))
            await school.ReceiveAsync(webhook);

        var foreseen = await ForeseeAsync(school);
        Assert.Equal(lost.Count, foreseen.Count);
        Assert.Equal(lost.Count, (await RunAsync(school)).Recovered);

        var fed = (await school.EventsAsync()).Where(row => row.CallbackId!.StartsWith("reconciled-", StringComparison.Ordinal));
        Assert.Equal(foreseen.Order(), fed.Select(row => row.CallbackId).Order());
    }

    [Fact]
    public async Task A_run_that_breaks_off_is_gone_on_with_where_it_was()
    {
        await using var school = await School.OpenAsync(30);
        school.Time.Advance(TimeSpan.FromHours(1)); // The last of the students is before the overlap.
        school.Api.Faults.Next(StubFault.Unavailable, 4, request => request.Query.Contains("StartRecord=15&", StringComparison.Ordinal));

        var broken = RunAsync(school);
        await LetPassAsync(school, broken);
        var failure = await Assert.ThrowsAsync<SmarterMeasureApiException>(() => broken);
        Assert.True(failure.IsTransient);

        var report = await RunAsync(school);
        await school.SettleAsync();

        Assert.Equal(16, report.Users);
        Assert.Equal(
            ["1", "8", "15", "15", "15", "15", "15", "22", "29", "1"],
            school.Api.Requests.Select(request => FormFields.Parse(request.Query)["StartRecord"]));
        Assert.Equal(Newest(school).Count(), school.Destination.State.Count);
    }

    [Fact]
    public async Task The_one_in_the_background_begins_with_the_overlap_and_goes_on_from_there()
    {
        await using var school = await School.OpenAsync(10, ("Reconcile:Overlap", "2d"));
        var now = school.Time.GetUtcNow();
        var recent = school.Scripts.Count(script => script.Events[^1].DateUpdated >= now.AddDays(-2));

        Assert.Equal(recent, (await school.Reconciliation.RunAsync(static _ => { }, Cancel)).Users);
        school.Time.Advance(TimeSpan.FromHours(1));
        await school.Reconciliation.RunAsync(static _ => { }, Cancel);

        Assert.Equal(
            [Vendor(now.AddDays(-2)), Vendor(now.AddDays(-2).AddMinutes(-20))],
            school.Api.Requests.Select(request => FormFields.Parse(request.Query)["UpdateStartDate"]).Distinct());
        Assert.Equal(
            [Vendor(now.AddMinutes(-20)), Vendor(now.AddMinutes(40))],
            school.Api.Requests.Select(request => FormFields.Parse(request.Query)["UpdateEndDate"]).Distinct());
    }

    [Fact]
    public async Task Who_is_updated_while_it_runs_makes_nobody_be_passed_over()
    {
        await using var school = await School.OpenAsync(60, progress: 0.5);
        var begun = school.Time.GetUtcNow();
        var steps = 0;

        // With each page students go on with their assessments, and so leave the window that is being gone through.
        await school.Reconciliation.RunAsync(
            school.Begin,
            _ =>
            {
                steps++;
                school.Time.Advance(TimeSpan.FromHours(6));
            },
            Cancel);
        await school.SettleAsync();

        var rested = school.Scripts.Where(script => script.Events[^1].DateUpdated <= begun).ToList();
        Assert.True(steps > 3 && rested.Count > 10);
        foreach (var grade in ExpectedGrade.Of(rested))
            Assert.Contains((grade.Student.UserId, grade.Section), school.Destination.State.Keys);
    }

    [Fact]
    public async Task Fields_by_which_students_are_found_come_along()
    {
        await using var school = await School.OpenAsync(
            3, ("Identity:0", "custom_data:custom_canvas_user_id"), ("Identity:1", "email"));
        var student = school.Scripts[0].Student;
        school.Api.Campus.SetCustomData(
            student.UserId, new FakeCampus.VendorApi.CustomAnswer("611", "custom_canvas_user_id", "4711"), new FakeCampus.VendorApi.CustomAnswer("612", "other", null));

        await RunAsync(school);
        await school.SettleAsync();

        var result = school.Destination.State.First(pair => pair.Key.User == student.UserId).Value;
        Assert.Equal("4711", result.Student.CustomData!["custom_canvas_user_id"]);
        Assert.DoesNotContain("other", result.Student.CustomData.Keys);
        Assert.Null(school.Destination.State.First(pair => pair.Key.User != student.UserId).Value.Student.CustomData);
    }

    [Fact]
    public async Task Who_was_erased_is_not_brought_back()
    {
        await using var school = await School.OpenAsync(4);
        var student = school.Scripts[1].Student;
        await school.EraseAsync(student.UserId);

        await RunAsync(school);
        await school.SettleAsync();

        Assert.DoesNotContain(await school.EventsAsync(), row => row.UserId == student.UserId);
        Assert.DoesNotContain(school.Destination.State.Keys, key => key.User == student.UserId);
        Assert.Contains(school.Destination.State.Keys, key => key.User == school.Scripts[0].Student.UserId);
    }

    [Fact]
    public async Task Figures_that_only_the_API_names_are_in_the_event()
    {
        await using var school = await School.OpenAsync(2);
        await RunAsync(school);
        await school.SettleAsync();

        foreach (var expected in ExpectedGrade.Of(school.Scripts).Where(grade => grade.Section is "LifeFactors" or "Typing"))
        {
            var result = school.Destination.State[(expected.Student.UserId, expected.Section)];
            Assert.Equal((expected.Percent, expected.DateScored), (result.Percent, result.ScoredAt));
        }

        var scored = school.Destination.State.First(pair => pair.Key.Section == "LifeFactors").Value;
        Assert.Equal(["place", "reason", "resources", "skills", "time"], scored.Subscales!.Keys);
    }

    private static Task<ReconcileReport> RunAsync(School school) =>
        school.Reconciliation.RunAsync(school.Begin.AddDays(-1), static _ => { }, Cancel);

    private static async Task<List<string>> ForeseeAsync(School school)
    {
        var ids = new List<string>();
        await foreach (var received in school.Reconciliation.ForeseeAsync(school.Begin, static _ => { }, Cancel))
        {
            using (received.Body)
                ids.Add(received.Envelope.CallbackId!);
        }

        return ids;
    }

    // The client waits between its attempts by the clock.
    private static async Task LetPassAsync(School school, Task until)
    {
        while (!until.IsCompleted)
        {
            school.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(2), Cancel);
        }
    }

    /// <summary>The webhooks of the results that the API shows in the end: of a section its newest scoring.</summary>
    private static IEnumerable<AssessmentEvent> Newest(School school) => school.Webhooks
        .Where(one => one.Outcome is not null || one.Event == EventNames.Completed)
        .GroupBy(one => (one.Student.UserId, one.Section))
        .Select(group => group.Last());

    private static string Text(IReadOnlyDictionary<(string User, string Section), SectionResult> state) => string.Join('\n', state
        .OrderBy(pair => pair.Key.User, StringComparer.Ordinal).ThenBy(pair => pair.Key.Section, StringComparer.Ordinal)
        .Select(pair => $"{pair.Key} {pair.Value.Student.InternalId} {pair.Value.Student.Email} {pair.Value.ScoredAt:O} "
            + $"{pair.Value.Readiness} {pair.Value.Percent} {pair.Value.Earned} {pair.Value.Possible} "
            + string.Join(' ', pair.Value.Subscales ?? new SortedDictionary<string, decimal>())));

    private static string Vendor(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
}
