using FakeCampus.Moodle;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Moodle;

/// <summary>What a look at Moodle tells before anything is written there.</summary>
public sealed class MoodlePreflightTests
{
    [Fact]
    public async Task A_sound_Moodle_is_fit_and_the_look_changes_nothing()
    {
        await using var school = await MoodleSchool.OpenAsync();

        var items = await LookAsync(school);

        Assert.DoesNotContain(items, item => item.Verdict == PreflightVerdict.Unfit);
        Assert.Contains(items, item => item is { Section: "Math", Item: "assignment \"Assignment 21\" (page 321), 100 points", Verdict: PreflightVerdict.Fit });
        Assert.Contains(items, item => item.Code == "students_are_told");
        RequestsOnFile.AreThese(school.Stub.Requests, "moodle-site", "moodle-assignments");
    }

    [Theory]
    [InlineData("scale", "graded_by_scale")]
    [InlineData("none", "not_graded")]
    [InlineData("anonymous", "anonymous_submissions")]
    [InlineData("not enrolled", "assignment_not_found")]
    [InlineData("gone", "assignment_not_found")]
    public async Task An_assignment_that_would_lose_grades_is_unfit_and_the_remedy_says_where(string condition, string code)
    {
        await using var school = await MoodleSchool.OpenAsync(("Assignments:Math", condition == "gone" ? "999" : "321"));
        switch (condition)
        {
            case "scale":
                school.Assign.GradeType = MoodleGradeType.Scale;
                break;
            case "none":
                school.Assign.GradeType = MoodleGradeType.None;
                break;
            case "anonymous":
                school.Assign.IsAnonymous = true;
                break;
            case "not enrolled":
                school.Stub.NotEnrolledIn = new HashSet<long> { school.Assign.Course.Id };
                break;
        }

        var unfit = Assert.Single(await LookAsync(school), item => item.Verdict == PreflightVerdict.Unfit);

        Assert.Equal(("Math", code), (unfit.Section, unfit.Code));
        Assert.EndsWith(".", unfit.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("321")]
    [InlineData("21")]
    [InlineData("SM Math")]
    [InlineData("sm-math")]
    public async Task An_assignment_is_known_by_its_page_its_number_its_name_and_its_id_number(string configured)
    {
        await using var school = await MoodleSchool.OpenAsync(("Assignments:Math", configured));
        (school.Assign.Name, school.Assign.IdNumber) = ("SM Math", "sm-math");
        var student = school.Enrol("S123");
        school.Stub.Campus.AddAssign(school.Assign.Course);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result("Math", "S123")));
        Assert.Equal(63.5, school.Assign.SeenByTeacher(student));
    }

    [Fact]
    public async Task A_number_that_is_one_assignments_page_and_anothers_own_is_refused_with_both_names()
    {
        await using var school = await MoodleSchool.OpenAsync(("Assignments:Math", "21"));
        school.Assign.Name = "Essay";
        school.Stub.Campus.AddAssign(school.Assign.Course, courseModuleId: 21).Name = "SM Math";
        var student = school.Enrol("S123");

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result("Math", "S123"));

        Assert.StartsWith("target_unfit: assignment_ambiguous: It may mean \"Essay\" (page 321) or \"SM Math\" (page 21)", outcome.Reason, StringComparison.Ordinal);
        Assert.Null(school.Assign.Grade(student));
    }

    [Fact]
    public async Task A_function_that_the_web_service_lacks_is_named()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Stub.Functions = school.Stub.Functions.Except(["gradereport_user_get_grade_items"]).ToHashSet();

        var unfit = Assert.Single(await LookAsync(school), item => item.Verdict == PreflightVerdict.Unfit);

        Assert.Equal((null, "functions_missing"), (unfit.Section, unfit.Code));
        Assert.Equal("Add to the web service of the token: gradereport_user_get_grade_items.", unfit.Remedy);
    }

    [Fact]
    public async Task An_address_that_is_not_the_sites_own_is_told()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Stub.SiteUrl = "https://moodle.school.example";
        Assert.Contains(await LookAsync(school), item => item is { Code: "other_address", Verdict: PreflightVerdict.Notice });

        school.Stub.RedirectsToSiteUrl = true;

        Assert.Equal("wrong_address", Assert.Single(await LookAsync(school)).Code);
    }

    [Fact]
    public async Task A_site_in_maintenance_could_not_be_looked_at()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Stub.IsInMaintenance = true;

        var report = await school.Connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);

        Assert.Equal("moodle_site: sitemaintenance", report.Failure?.Reason);
    }

    private static async Task<IReadOnlyList<PreflightItem>> LookAsync(MoodleSchool school)
    {
        var report = await school.Connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);
        Assert.Null(report.Failure);
        return report.Items;
    }
}
