using FakeCampus.Ethos;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Ethos;

public sealed class EthosPreflightTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SMLF", null, PreflightVerdict.Fit, null)]
    [InlineData("ABSENT", null, PreflightVerdict.Unfit, "unknown_assessment")]
    [InlineData("00000000-0000-0000-0000-000000000009", null, PreflightVerdict.Unfit, "unknown_assessment")]
    [InlineData("TWICE", null, PreflightVerdict.Unfit, "several_assessments")]
    [InlineData("FIFTY", null, PreflightVerdict.Unfit, "score_range")]
    [InlineData("FIFTY", "true", PreflightVerdict.Fit, null)]
    public async Task A_test_is_looked_at_before_anything_is_written(
        string named, string? scale, PreflightVerdict verdict, string? code)
    {
        await using var school = await EthosSchool.OpenAsync(("Assessments:LifeFactors", named), ("Scale", scale));
        school.Campus.AddAssessment("TWICE", "One");
        school.Campus.AddAssessment("TWICE", "Two");
        school.Campus.AddAssessment("FIFTY", "Half", maximum: 50);

        var item = Assert.Single((await school.Connector.Destination.PreflightAsync(Cancel)).Items);

        Assert.Equal(("LifeFactors", verdict, code), (item.Section, item.Verdict, item.Code));
        Assert.Equal(code is null, item.Remedy is null);
        Assert.DoesNotContain(school.Calls(), call => call.StartsWith("PUT", StringComparison.Ordinal)
            || call == "POST /api/student-aptitude-assessments");
    }

    [Theory]
    [InlineData(EthosPermissions.ViewPersons, "persons_not_shown", PreflightVerdict.Unfit)]
    [InlineData(EthosPermissions.ViewTestScores | EthosPermissions.UpdateTestScores, "scores_not_shown", PreflightVerdict.Unfit)]
    [InlineData(EthosPermissions.ViewAssessments, "tests_not_shown", PreflightVerdict.Notice)] // Named by its GUID.
    public async Task A_right_that_is_missing_is_named(EthosPermissions missing, string code, PreflightVerdict verdict)
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Campus.SetKey(EthosSchool.ApiKey, EthosPermissions.All & ~missing);

        var item = Assert.Single(
            (await school.Connector.Destination.PreflightAsync(Cancel)).Items, each => each.Verdict != PreflightVerdict.Fit);

        Assert.Equal((code, verdict), (item.Code, item.Verdict));
    }

    [Fact]
    public async Task A_test_by_its_code_needs_the_right_to_read_the_tests()
    {
        await using var school = await EthosSchool.OpenAsync(("Assessments:LifeFactors", "SMLF"));
        school.Enrol("S123");
        school.Campus.SetKey(EthosSchool.ApiKey, EthosPermissions.All & ~EthosPermissions.ViewAssessments);

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(DeliveryState.Blocked, outcome.State);
        Assert.StartsWith("target_unfit: tests_not_shown: ", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_college_that_is_down_could_not_be_looked_at()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Stub.Faults.Always = StubFault.ServerError;

        Assert.Equal(DeliveryState.Retrying, (await school.Connector.Destination.PreflightAsync(Cancel)).Failure!.State);
    }
}
