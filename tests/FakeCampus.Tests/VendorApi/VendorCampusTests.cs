using FakeCampus.VendorApi;

namespace FakeCampus.Tests.VendorApi;

public sealed class VendorCampusTests : VendorApiTest
{
    private static readonly VendorGroup s_day = new("11", "Quillshire", "21", "By Day", "quill-day", "0D6C0000-0000-4000-8000-00000000000A");
    private static readonly VendorGroup s_night = new("12", "Inkham", "22", "By Night", "ink-night", "0D6C0000-0000-4000-8000-00000000000B");

    private string First => Scripts[0].Student.UserId;

    protected override VendorApiStub Make() => new(
        VendorApiCampus.FromScripts(Scripts, student => student.UserId == First ? s_night : s_day), AccessKey, Secret, Clock);

    [Fact]
    public async Task The_campus_says_who_is_in_which_group()
    {
        LogInAfterAll();

        var night = await Json("v3/results/new?TestingGroupUserName=takers22");
        var admin = await Json("v3/results?AdminGroupUserName=admin12");
        var user = Rows(await Json($"v3/users?UserID={First}")).Single();

        Assert.Equal([First], Ids(night));
        Assert.Equal([First], Ids(admin));
        Assert.Equal("By Night", (string)Rows(night).Single()["Assessment"]!["TestTakerGroupName"]!);
        Assert.Equal("12", (string)Rows(night).Single()["Assessment"]!["AdminGroupId"]!);
        Assert.Equal(s_night.AdministrativeGroupKey, (string)user["AdministrativeGroupKey"]!);
    }

    [Fact]
    public async Task A_summary_has_the_subscales_of_the_sections_asked_for()
    {
        LogInAfterAll();

        var row = Rows(await Json($"v3/results?UserID={First}&ExtendedData=LifeFactors")).Single();

        var with = row["AssessmentResults"]!.AsArray().Where(one => one!.AsObject().ContainsKey("ExtendedData"));
        Assert.Equal(["LifeFactors"], with.Select(one => (string)one!["Code"]!));
    }

    [Fact]
    public async Task A_campus_written_from_seeds_tells_the_same_as_one_of_scripts()
    {
        LogInAfterAll();
        var plans = Scripts.Select((script, index) => (script.Student.UserId, Plan: PlanOf(index))).ToDictionary(pair => pair.UserId, pair => pair.Plan);
        var campus = VendorApiCampus.Generate(
            Scripts.Select(script => script.Student), 41, student => plans[student.UserId], student => student.UserId == First ? s_night : s_day);
        await using var other = new VendorApiStub(campus, AccessKey, Secret, Clock);
        await other.StartAsync(Stop);

        foreach (var path in (string[])["v3/users", "v3/results", "v3/results/new"])
        {
            Assert.Equal(
                await Client.GetStringAsync(path, Stop),
                await Client.GetStringAsync($"{other.BaseUrl}{path}", Stop));
        }
    }
}
