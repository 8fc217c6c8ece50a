using FakeCampus.Brightspace;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Brightspace;

/// <summary>What is found out about grade objects before anything is written into them, and what becomes of results then.</summary>
public sealed class BrightspacePreflightTests
{
    private static readonly (string Key, string? Value)[] s_existing =
        [("Provision", null), ("GradeObjects:Completion", null), ("TextObjects:LifeFactors", null), ("TextObjects:Completion", null)];

    public static TheoryData<string, BrightspaceGradeObject?, PreflightVerdict, string?> Objects
    {
        get
        {
            var good = new BrightspaceGradeObject(0, "SM Life Factors", BrightspaceGradeType.Numeric) { ExcludedFromFinalGrade = true };
            return new()
            {
                { "as it should be", good, PreflightVerdict.Fit, null },
                { "worth 50", good with { MaxPoints = 50 }, PreflightVerdict.Fit, null },
                { "missing", null, PreflightVerdict.Unfit, "grade_object_missing" },
                { "worth nothing", good with { MaxPoints = 0 }, PreflightVerdict.Unfit, "grade_object_without_points" },
                { "pass or fail", good with { Type = BrightspaceGradeType.PassFail }, PreflightVerdict.Unfit, "grade_object_not_numeric" },
                { "calculated", good with { Type = BrightspaceGradeType.Calculated }, PreflightVerdict.Unfit, "grade_object_not_numeric" },
                { "text", good with { Type = BrightspaceGradeType.Text }, PreflightVerdict.Unfit, "grade_object_not_numeric" },
                { "counted", good with { ExcludedFromFinalGrade = false }, PreflightVerdict.Notice, "counts_in_final_grade" },
                { "hidden", good with { IsHidden = true }, PreflightVerdict.Notice, "hidden_from_students" },
                { "of a quiz", good with { AssociatedTool = 4 }, PreflightVerdict.Notice, "tied_to_activity" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task A_result_goes_into_what_keeps_it_and_waits_for_the_rest(
        string condition, BrightspaceGradeObject? gradeObject, PreflightVerdict verdict, string? code)
    {
        await using var school = await BrightspaceSchool.OpenAsync(s_existing);
        var student = school.Enrol("S123");
        if (gradeObject is not null)
            school.Course.Add(gradeObject.Name, gradeObject.Type, made => gradeObject with { Id = made.Id });

        var item = Assert.Single((await PreflightAsync(school)).Items);
        Assert.True(verdict == item.Verdict && code == item.Code, $"{condition}: {item}");
        Assert.Equal("LifeFactors", item.Section);

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));
        if (verdict == PreflightVerdict.Unfit)
        {
            Assert.Equal(DeliveryOutcome.Blocked($"target_unfit: {code}: {item.Remedy}"), outcome);
            Assert.Empty(school.Course.Values);
        }
        else
        {
            Assert.Equal(DeliveryOutcome.Delivered, outcome);
            Assert.Equal(63.5, school.Course.Shown(school.Object("SM Life Factors"), student)!.Percent);
        }
    }

    [Fact]
    public async Task What_is_to_be_made_is_fit_and_a_readiness_that_students_read_is_worth_a_word()
    {
        await using var school = await BrightspaceSchool.OpenAsync(("GradeObjects:Completion", null), ("TextObjects:Completion", null));
        school.Course.Add("SM readiness", BrightspaceGradeType.Text);

        var items = (await PreflightAsync(school)).Items;

        Assert.Equal(
            [("grade item \"SM Life Factors\", to be made", null), ("grade item 660101 \"SM readiness\"", "readiness_visible")],
            items.Select(item => (item.Item, item.Code)));
        school.Course.Change(school.Object("SM readiness"), one => one with { Type = BrightspaceGradeType.Numeric });
        Assert.Equal("grade_object_not_text", (await PreflightAsync(school)).Items[^1].Code);
        Assert.DoesNotContain(
            school.Stub.Requests, request => request.Method == "POST" && !request.Path.EndsWith("/token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_course_or_right_is_of_the_destination_as_a_whole()
    {
        await using var school = await BrightspaceSchool.OpenAsync([.. s_existing, ("Scope", "users:userdata:read grades:gradevalues:write")]);
        var report = await PreflightAsync(school);
        Assert.Equal((null, "no_right_to_read_grade_objects"), (Assert.Single(report.Items).Section, report.Items[0].Code));

        await using var blind = await BrightspaceSchool.OpenAsync(
            [.. s_existing, ("Scope", "users:userdata:read grades:gradeobjects:read grades:gradevalues:write")]);
        blind.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric);
        Assert.Equal("no_right_to_read_grades", (await PreflightAsync(blind)).Items[^1].Code);

        await using var elsewhere = await BrightspaceSchool.OpenAsync([.. s_existing, ("OrgUnit", "99")]);
        Assert.Equal("course_missing", Assert.Single((await PreflightAsync(elsewhere)).Items).Code);
    }

    [Fact]
    public async Task A_preflight_that_could_not_look_says_so()
    {
        await using var school = await BrightspaceSchool.OpenAsync(s_existing);
        school.Stub.Faults.Next(StubFault.ServerError, applies: request => request.Method == "GET");

        var report = await PreflightAsync(school);

        Assert.Equal("brightspace_grade_objects_500", report.Failure!.Reason);
        Assert.Empty(report.Items);
    }

    private static Task<PreflightReport> PreflightAsync(BrightspaceSchool school) =>
        school.Connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);
}
