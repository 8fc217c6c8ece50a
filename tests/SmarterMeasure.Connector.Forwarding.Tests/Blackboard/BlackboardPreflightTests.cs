using FakeCampus.Blackboard;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Blackboard;

/// <summary>What is found out about columns before anything is written into them, and what becomes of results then.</summary>
public sealed class BlackboardPreflightTests
{
    private static readonly (string Key, string? Value)[] s_existing = [("Provision", null), ("Columns:Completion", null)];

    public static TheoryData<string, BlackboardColumn?, PreflightVerdict, string?> Columns
    {
        get
        {
            var good = new BlackboardColumn("", "sm-LifeFactors", "SM Life Factors");
            return new()
            {
                { "as it should be", good, PreflightVerdict.Fit, null },
                { "worth 50", good with { Possible = 50 }, PreflightVerdict.Fit, null },
                { "missing", null, PreflightVerdict.Unfit, "column_missing" },
                { "worth nothing", good with { Possible = 0 }, PreflightVerdict.Unfit, "column_without_points" },
                { "of attempts", good with { Grading = BlackboardGrading.Attempts }, PreflightVerdict.Unfit, "column_not_manual" },
                { "calculated", good with { Grading = BlackboardGrading.Calculated }, PreflightVerdict.Unfit, "column_not_manual" },
                { "seen by students", good with { IsAvailable = true }, PreflightVerdict.Notice, "visible_to_students" },
                { "counted", good with { IsInCalculations = true }, PreflightVerdict.Notice, "counts_in_calculations" },
                { "the course's grade", good with { IsExternalGrade = true }, PreflightVerdict.Notice, "external_grade" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_result_goes_into_what_keeps_it_and_waits_for_the_rest(
        string condition, BlackboardColumn? column, PreflightVerdict verdict, string? code)
    {
        await using var school = await BlackboardSchool.OpenAsync(s_existing);
        var student = school.Enrol("S123");
        var made = column is null ? null : school.Course.AddColumn(column.ExternalId, column.Name, one => column with { Id = one.Id });

        var item = Assert.Single((await PreflightAsync(school)).Items);
        Assert.True(verdict == item.Verdict && code == item.Code, $"{condition}: {item}");
        Assert.Equal("LifeFactors", item.Section);

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));
        if (verdict == PreflightVerdict.Unfit)
        {
            Assert.Equal(DeliveryOutcome.Blocked($"target_unfit: {code}: {item.Remedy}"), outcome);
            Assert.Empty(school.Course.Grades);
        }
        else
        {
            Assert.Equal(DeliveryOutcome.Delivered, outcome);
            Assert.Equal(63.5, school.Course.Shown(made!, student)!.Percent);
        }
    }

    [Fact]
    public async Task One_call_looks_at_all_columns_and_the_results_after_it_cost_no_other_look()
    {
        await using var school = await BlackboardSchool.OpenAsync(("Provision", null));
        school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        school.Course.AddColumn("sm-Completion", "Complete");
        school.Enrol("S123");

        await PreflightAsync(school);
        await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));
        await school.Connector.DeliverAsync(TargetHost.Completion(id: "S123"));

        Assert.Equal(["POST", "GET", "PATCH", "PATCH"], school.Stub.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task What_is_to_be_made_is_fit_and_nothing_is_made_by_looking()
    {
        await using var school = await BlackboardSchool.OpenAsync(("Columns:Completion", null));

        var item = Assert.Single((await PreflightAsync(school)).Items);

        Assert.Equal((PreflightVerdict.Fit, "column externalId:sm-LifeFactors, to be made"), (item.Verdict, item.Item));
        Assert.Empty(school.Course.Columns);
    }

    [Fact]
    public async Task A_missing_course_or_right_is_of_the_destination_as_a_whole()
    {
        await using var elsewhere = await BlackboardSchool.OpenAsync([.. s_existing, ("Course", "courseId:NONE")]);
        var item = Assert.Single((await PreflightAsync(elsewhere)).Items);
        Assert.Equal((null, PreflightVerdict.Unfit, "course_missing"), (item.Section, item.Verdict, item.Code));

        await using var school = await BlackboardSchool.OpenAsync(s_existing);
        school.Stub.MayReadGradebooks = false;
        Assert.Equal("no_right_to_read_gradebook", Assert.Single((await PreflightAsync(school)).Items).Code);
    }

    [Fact]
    public async Task A_preflight_that_could_not_look_says_so()
    {
        await using var school = await BlackboardSchool.OpenAsync(s_existing);
        school.Stub.Faults.Next(StubFault.ServerError, applies: request => request.Method == "GET");

        Assert.Equal("blackboard_columns_500", (await PreflightAsync(school)).Failure!.Reason);
    }

    private static Task<PreflightReport> PreflightAsync(BlackboardSchool school) =>
        school.Connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);
}
