using FakeCampus.Vendor;
using FakeCampus.VendorApi;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Api.Tests.Enrichment;

/// <summary>Which results a destination gets by its <c>When</c>.</summary>
public sealed class RoutingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_section_and_readiness_without_a_question_to_the_API()
    {
        await using var school = await School.OpenAsync(
            12, ("Destinations:school:When:Section:0", "lifefactors"), ("Destinations:school:When:Section:1", "Reading"),
            ("Destinations:school:When:Readiness", "FAIL"));

        await ReceiveAllAsync(school);

        var expected = ExpectedGrade.Of(school.Scripts)
            .Where(grade => grade is { Section: "LifeFactors" or "Reading", Readiness: "fail" })
            .Select(grade => (grade.Student.UserId, grade.Section)).ToHashSet();
        Assert.NotEmpty(expected);
        Assert.True(expected.IsSubsetOf(school.Destination.State.Keys));
        Assert.All(school.Destination.State.Values, result => Assert.Equal("fail", result.Readiness));
        Assert.All(school.Destination.State.Keys, key => Assert.Contains(key.Section, (string[])["LifeFactors", "Reading"]));
        Assert.Equal(0, school.Api.RequestCount);
    }

    [Theory]
    [InlineData("88240")]
    [InlineData("online orientation")]
    [InlineData("7302")]
    [InlineData("Distance Fables")]
    public async Task By_group_which_the_API_tells_once_for_each_student(string group)
    {
        await using var school = await School.OpenAsync(12, ("Destinations:school:When:Group", group));
        await ReceiveAllAsync(school);

        var expected = school.Scripts.Select(script => script.Student.UserId).Where(id => GroupOf(id).TestTakerGroupId == "88240").ToHashSet();
        Assert.InRange(expected.Count, 1, 11);
        Assert.Equal(expected, school.Destination.State.Keys.Select(key => key.User).ToHashSet());
        Assert.Equal(12, school.Api.RequestCount);
    }

    [Fact]
    public async Task By_account()
    {
        await using var mine = await School.OpenAsync(2, ("Destinations:school:When:Account", "9906"));
        await using var other = await School.OpenAsync(2, ("Destinations:school:When:Account", "1"));

        await ReceiveAllAsync(mine);
        await ReceiveAllAsync(other);

        Assert.NotEmpty(mine.Destination.State);
        Assert.Empty(other.Destination.State);
    }

    [Fact]
    public async Task While_the_API_is_away_events_wait_for_their_groups()
    {
        await using var school = await School.OpenAsync(1, ("Destinations:school:When:Group", GroupOf("0").TestTakerGroupId), ("Dispatch:MaxAttempts", "1"));
        school.Api.Outage = true;
        await school.ReceiveAsync(school.Webhooks.Last(one => one.Section == "LifeFactors"));
        while (await school.EventsAsync() is not [{ State: EventState.Retrying, Attempts: > 2, Reason: "api_unavailable" }])
        {
            school.Time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(TimeSpan.FromMilliseconds(2), Cancel);
        }

        school.Api.Outage = false;
        await school.SettleAsync();

        Assert.Equal(EventState.Handled, Assert.Single(await school.EventsAsync()).State);
    }

    [Fact]
    public async Task A_student_whom_the_API_does_not_know_is_left_to_a_person_and_not_dropped()
    {
        await using var school = await School.OpenAsync(2, ("Destinations:school:When:Group", "88240"), ("Dispatch:MaxAttempts", "2"));
        var webhook = school.Webhooks.Last(one => one.Section == "LifeFactors");
        await school.ReceiveAsync(webhook with { Student = webhook.Student with { UserId = "1" } });
        await school.SettleAsync();

        var row = Assert.Single(await school.EventsAsync());
        Assert.Equal((EventState.Dead, "student_unknown_to_api"), (row.State, row.Reason));
    }

    [Fact]
    public async Task While_the_API_is_away_handlers_do_not_run_again_and_again()
    {
        await using var school = await School.OpenAsync(1, ("Destinations:school:When:Account", "9906"));
        school.Api.Outage = true;
        await school.ReceiveAsync(school.Webhooks.Last(one => one.Section == "LifeFactors"));
        while (await school.EventsAsync() is not [{ Attempts: > 2 }])
        {
            school.Time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(TimeSpan.FromMilliseconds(2), Cancel);
        }

        Assert.Empty(school.Handled.CallbackIds);
        school.Api.Outage = false;
        await school.SettleAsync();
        Assert.Single(school.Handled.CallbackIds);
    }

    [Theory]
    [InlineData("Reconcile:Overlap", "14d", "Reconcile:Overlap must be shorter than Retention:Days: what is gone would be fetched again and again", "Retention:Days", "7")]
    [InlineData("Destinations:school:When:Groups", "x", "When:Groups is no condition; there are Account, Group, Readiness, Section")]
    [InlineData("Destinations:school:Verify", "always", "Verify must be refetch, or absent; write Refetch: true in its place")]
    [InlineData("Api:AccessKey", "", "Api:AccessKey is missing")]
    [InlineData("Api:BaseUrl", "http://api.example.test/v3", "Api:BaseUrl must be https: the secret goes there with each request")]
    [InlineData("Api:DateFormat", "%", "Api:DateFormat must be a .NET date format like yyyy-MM-dd")]
    [InlineData("Reconcile:Every", "1s", "Reconcile:Every must be a duration from 00:01:00 to 7.00:00:00, written like 8s, 15m, 2h or 00:00:08")]
    public async Task What_cannot_be_meant_is_refused_at_the_start(
        string key, string value, string fault, string besides = "Retention:Days", string also = "30")
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => School.OpenAsync(1, (key, value), (besides, also)));

        Assert.EndsWith(fault, Assert.Single(refused.Faults), StringComparison.Ordinal);
    }

    private static async Task ReceiveAllAsync(School school)
    {
        foreach (var webhook in school.Webhooks)
            await school.ReceiveAsync(webhook);
        await school.SettleAsync();
    }

    private static VendorGroup GroupOf(string userId) =>
        VendorGroup.Defaults[userId.Sum(letter => letter) % VendorGroup.Defaults.Count];
}
