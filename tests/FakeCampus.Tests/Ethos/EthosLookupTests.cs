using FakeCampus.Ethos;

namespace FakeCampus.Tests.Ethos;

public sealed class EthosLookupTests : EthosTest
{
    private const string V11 = "application/vnd.hedtech.integration.v11+json";
    private const string V12 = "application/vnd.hedtech.integration.v12+json";

    [Theory]
    [InlineData("bannerId", "S77", 1)]
    [InlineData("bannerUserName", "quill", 1)]
    [InlineData("bannerUserName", "S77", 0)]
    [InlineData("bannerId", "S7", 0)]
    public async Task A_person_is_found_by_an_exact_credential(string type, string value, int count)
    {
        var answer = await Get("api/persons-credentials" + Criteria(
            $$"""{"credentials":[{"type":"{{type}}","value":"{{value}}"}]}"""), V11);

        var persons = (await Read(answer)).AsArray();
        Assert.Equal(count, persons.Count);
        Assert.All(persons, person => Assert.Equal(Student.Id.ToString(), person!["id"]!.GetValue<string>()));
        Assert.Equal([$"{count}"], answer.Headers.GetValues("x-total-count"));
    }

    [Theory]
    [InlineData("""{"credentials":{"type":"bannerId","value":"S77"}}""")]
    [InlineData("""{"credential":[{"type":"bannerId","value":"S77"}]}""")]
    [InlineData("bannerId=S77")]
    public async Task Criteria_of_another_shape_are_refused(string criteria) =>
        Assert.Equal(400, (int)(await Get("api/persons-credentials" + Criteria(criteria), V11)).StatusCode);

    [Theory]
    [InlineData(EthosPersonsFilter.Applied, 200, 1)]
    [InlineData(EthosPersonsFilter.Refused, 400, 0)]
    [InlineData(EthosPersonsFilter.Ignored, 200, 2)]
    public async Task Whether_addresses_find_a_person_depends_on_the_system(
        EthosPersonsFilter filter, int status, int count)
    {
        Campus.PersonsFilter = filter;

        var answer = await Get(
            "api/persons" + Criteria("""{"emails":[{"address":"QUILL@students.fakecampus.test"}]}"""), V12);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(count, status == 200 ? (await Read(answer)).AsArray().Count : 0);
    }

    [Fact]
    public async Task An_assessment_tells_its_valid_scores()
    {
        var assessment = Assert.Single((await Read(await Get("api/aptitude-assessments"))).AsArray())!;

        Assert.Equal(("SMLF", $"{Assessment.Id}"), ($"{assessment["code"]}", $"{assessment["id"]}"));
        Assert.Equal(100m, assessment["validScores"]!["range"]!["maximum"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_larger_limit_than_the_largest_page_is_cut()
    {
        Campus.MaxPageSize = 2;
        for (var day = 1; day <= 5; day++)
            await Post(Score(s => s["assessedOn"] = $"2026-08-0{day}"));

        List<string> days = [];
        List<int> sizes = [];
        for (var offset = 0; offset < 5; offset += 2)
        {
            var answer = await Get($"{ScoresPath}?offset={offset}&limit=500");
            var page = (await Read(answer)).AsArray();
            sizes.Add(page.Count);
            days.AddRange(page.Select(score => score!["assessedOn"]!.GetValue<string>()));
            Assert.Equal("5", answer.Headers.GetValues("x-total-count").Single());
            Assert.Equal("2", answer.Headers.GetValues("x-max-page-size").Single());
        }

        Assert.Equal([2, 2, 1], sizes);
        Assert.Equal(5, days.Distinct().Count());
        Assert.Equal(400, (int)(await Get($"{ScoresPath}?limit=0")).StatusCode);
        Assert.Equal(400, (int)(await Get($"{ScoresPath}?page=1")).StatusCode);
    }

    [Fact]
    public async Task A_record_is_read_by_its_id()
    {
        var id = (await Read(await Post(Score())))["id"]!.GetValue<string>();

        Assert.Equal(58, (await Read(await Get($"{ScoresPath}/{id}")))["score"]!["value"]!.GetValue<int>());
        Assert.Equal(404, (int)(await Get($"{ScoresPath}/{Guid.NewGuid()}")).StatusCode);
    }
}
