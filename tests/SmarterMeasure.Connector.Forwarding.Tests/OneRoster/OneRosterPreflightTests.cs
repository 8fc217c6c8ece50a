using FakeCampus.OneRoster;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.OneRoster;

public sealed class OneRosterPreflightTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 50, "active", PreflightVerdict.Fit, null)]
    [InlineData(0, 100, "tobedeleted", PreflightVerdict.Unfit, "line_item_deleted")]
    [InlineData(0, 0, "active", PreflightVerdict.Unfit, "line_item_worth_nothing")]
    [InlineData(10, 100, "active", PreflightVerdict.Unfit, "line_item_minimum")]
    [InlineData(null, null, "active", PreflightVerdict.Notice, "line_item_without_maximum")]
    public async Task A_line_item_is_looked_at_before_anything_is_put(
        int? minimum, int? maximum, string status, PreflightVerdict verdict, string? code)
    {
        await using var school = await OneRosterSchool.OpenAsync(("LineItems:LifeFactors", "li-77"));
        school.Campus.SetLineItem("li-77", minimum, maximum, status);

        var item = Assert.Single((await school.Connector.Destination.PreflightAsync(Cancel)).Items);

        Assert.Equal(("LifeFactors", verdict, code), (item.Section, item.Verdict, item.Code));
        Assert.Equal(verdict == PreflightVerdict.Fit, item.Remedy is null);
        Assert.StartsWith("assessmentLineItem li-77", item.Item, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Stub.Requests, request => request.Method == "PUT");
    }

    [Fact]
    public async Task A_line_item_that_is_missing_is_unfit_until_it_is_there()
    {
        await using var school = await OneRosterSchool.OpenAsync(("LineItems:LifeFactors", "li-77"));
        school.Enrol("u1", "S123");

        var missing = Assert.Single((await school.Connector.Destination.PreflightAsync(Cancel)).Items);
        var waiting = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        school.Campus.SetLineItem("li-77");
        var there = Assert.Single((await school.Connector.Destination.PreflightAsync(Cancel)).Items);

        Assert.Equal(("line_item_missing", null), (missing.Code, there.Code));
        Assert.Equal((DeliveryState.Blocked, $"target_unfit: line_item_missing: {missing.Remedy}"), (waiting.State, waiting.Reason));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
    }

    [Fact]
    public async Task A_line_item_of_ours_may_be_missing_where_it_is_put_by_itself()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        Assert.Empty((await school.Connector.Destination.PreflightAsync(Cancel)).Items);

        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        school.Campus.RemoveLineItem("sm-LifeFactors");
        var item = Assert.Single((await school.Connector.Destination.PreflightAsync(Cancel)).Items);

        Assert.Equal(PreflightVerdict.Fit, item.Verdict);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 70)));
        Assert.Equal(70m, Assert.Single(school.Campus.SeenByTeacher()).Score);
    }

    [Theory]
    [InlineData("roster-core.readonly", PreflightVerdict.Unfit)]
    [InlineData("roster-core.readonly roster.readonly", PreflightVerdict.Fit)]
    public async Task A_server_that_wants_both_scopes_of_the_roster_is_found_out(string roster, PreflightVerdict verdict)
    {
        var scopes = string.Join(' ', $"{roster} assessment.createput assessment.readonly"
            .Split(' ').Select(scope => $"https://purl.imsglobal.org/spec/or/v1p2/scope/{scope}"));
        await using var school = await OneRosterSchool.OpenAsync(("LineItems:LifeFactors", "li-77"), ("Scope", scopes));
        school.Campus.SetLineItem("li-77");
        school.Campus.NeedsBothRosterScopes = true;

        var item = Assert.Single((await school.Connector.Destination.PreflightAsync(Cancel)).Items);

        Assert.Equal((verdict, verdict == PreflightVerdict.Fit ? null : "users_not_shown"), (item.Verdict, item.Code));
    }

    [Fact]
    public async Task Without_the_right_to_read_results_go_on_and_somebody_is_told()
    {
        await using var school = await OneRosterSchool.OpenAsync(
            ("LineItems:LifeFactors", "li-77"), ("Scope", $"{OneRosterScopes.RosterCoreRead} {OneRosterScopes.AssessmentPut}"));
        school.Enrol("u1", "S123");
        school.Campus.SetLineItem("li-77");

        var item = Assert.Single((await school.Connector.Destination.PreflightAsync(Cancel)).Items);

        Assert.Equal((PreflightVerdict.Notice, "line_item_not_shown"), (item.Verdict, item.Code));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Single(school.Campus.SeenByTeacher());
    }

    [Fact]
    public async Task A_server_that_is_down_could_not_be_looked_at()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Stub.Faults.Always = StubFault.ServerError;

        Assert.Equal(DeliveryState.Retrying, (await school.Connector.Destination.PreflightAsync(Cancel)).Failure!.State);
    }
}
