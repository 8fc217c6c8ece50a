using System.Text.Json.Nodes;
using FakeCampus.Ethos;

namespace FakeCampus.Tests.Ethos;

public sealed class EthosScoreTests : EthosTest
{
    [Fact]
    public async Task A_score_is_created_found_by_its_criteria_and_replaced()
    {
        var created = await Read(await Post(Score()));
        var found = await Read(await Get(ScoresPath + Criteria(
            $$$"""{"student":{"id":"{{{Student.Id}}}"},"assessment":{"id":"{{{Assessment.Id}}}"}}""")));
        var id = created["id"]!.GetValue<string>();
        var replaced = await Send(HttpMethod.Put, $"{ScoresPath}/{id}", Score(s =>
        {
            s["id"] = id;
            s["score"]!["value"] = 61;
        }));

        Assert.Equal("active", created["status"]!.GetValue<string>());
        Assert.NotEqual(Guid.Empty.ToString(), id);
        var listed = Assert.Single(found.AsArray())!;
        Assert.Equal(id, listed["id"]!.GetValue<string>());
        Assert.Equal("", listed["preference"]!.GetValue<string>());
        Assert.Equal(200, (int)replaced.StatusCode);
        Assert.Equal(V16, replaced.Headers.GetValues("x-media-type").Single());
        var score = Assert.Single(Campus.Scores);
        Assert.Equal((61m, 2, Source), (score.Value, score.Writes, score.SourceId));
        Assert.Equal(0, Stub.Violations.Total);
    }

    [Fact]
    public async Task Every_post_adds_a_record_and_the_second_of_a_day_is_counted()
    {
        await Post(Score());
        await Post(Score());
        await Post(Score(s => s["assessedOn"] = "2026-09-01"));

        Assert.Equal(3, Campus.Scores.Count);
        Assert.Equal(1, Stub.Violations[EthosStub.DuplicateRecord]);
    }

    [Fact]
    public async Task A_failed_answer_can_mean_that_the_record_is_there()
    {
        Campus.BreakAnswersOfCreation();

        var answer = await Post(Score());
        var after = await Post(Score(s => s["assessedOn"] = "2026-09-01"));

        Assert.Equal(500, (int)answer.StatusCode);
        var error = (await Read(answer))["errors"]![0]!;
        Assert.Equal("Global.Internal.Error", error["code"]!.GetValue<string>());
        Assert.StartsWith("Record created. Error building response", $"{error["message"]}", StringComparison.Ordinal);
        Assert.Equal(201, (int)after.StatusCode);
        Assert.Equal(2, Campus.Scores.Count);
    }

    [Theory]
    [InlineData(false, 404, 0)]
    [InlineData(true, 200, 1)]
    public async Task A_put_of_an_unknown_id_creates_only_where_the_system_does(bool creates, int status, int count)
    {
        Campus.CreatesOnPut = creates;
        var id = Guid.NewGuid();
        var body = Score(s => s["id"] = id.ToString());

        var answer = await Send(HttpMethod.Put, $"{ScoresPath}/{id}", body);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(count, Campus.Scores.Count(score => score.Id == id));
    }

    [Theory]
    [InlineData(true, "SmarterMeasure question")]
    [InlineData(false, null)]
    public async Task What_a_put_does_not_name_stays_where_the_system_merges(bool merges, string? comment)
    {
        Campus.MergesOnPut = merges;
        var id = $"{(await Read(await Post(Score())))["id"]}";

        await Send(HttpMethod.Put, $"{ScoresPath}/{id}", Score(s =>
        {
            s["id"] = id;
            s.Remove("comment");
        }));

        Assert.Equal(comment, Assert.Single(Campus.Scores).Comment);
    }

    [Fact]
    public async Task A_record_that_somebody_has_open_is_refused_as_a_bad_request_for_a_while()
    {
        Campus.LockRecords();

        var locked = await Post(Score());
        var after = await Post(Score());

        Assert.Equal((400, 201), ((int)locked.StatusCode, (int)after.StatusCode));
        Assert.Single(Campus.Scores);
    }

    [Theory]
    [InlineData(58.5, 59)]
    [InlineData(140, 100)]
    public async Task A_score_that_is_not_valid_becomes_one_where_the_system_coerces(double sent, double kept)
    {
        Campus.CoercesScores = true;

        var answer = await Read(await Post(Score(s => s["score"]!["value"] = sent)));

        Assert.Equal((decimal)kept, answer["score"]!["value"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task An_adviser_sees_no_inactive_record_and_a_put_does_not_bring_it_back()
    {
        var id = $"{(await Read(await Post(Score())))["id"]}";
        Campus.Change(Guid.Parse(id), score => score with { Status = "inactive" });

        var answer = await Read(await Send(HttpMethod.Put, $"{ScoresPath}/{id}", Score(s => s["id"] = id)));

        Assert.Equal("inactive", $"{answer["status"]}");
        Assert.Empty(Campus.SeenByAdviser());
    }

    public static TheoryData<string, Action<JsonObject>> Broken => new()
    {
        { "an id of its own", s => s["id"] = Guid.NewGuid().ToString() },
        { "no id", s => s.Remove("id") },
        { "a status", s => s["status"] = "active" },
        { "an unknown student", s => s["student"]!["id"] = Guid.NewGuid().ToString() },
        { "an unknown assessment", s => s["assessment"]!["id"] = Guid.NewGuid().ToString() },
        { "a moment for a day", s => s["assessedOn"] = "2026-08-31T10:20:30Z" },
        { "no day", s => s.Remove("assessedOn") },
        { "a literal score", s => s["score"] = new JsonObject { ["type"] = "literal", ["value"] = "fail" } },
        { "a score in quotes", s => s["score"]!["value"] = "58" },
        { "a score above the valid ones", s => s["score"]!["value"] = 101 },
        { "a score between the valid ones", s => s["score"]!["value"] = 58.5 },
        { "an unknown source", s => s["source"]!["id"] = Guid.NewGuid().ToString() },
        { "half a form", s => s["form"] = new JsonObject { ["name"] = "A" } },
        { "a percentile above 100", s => s["percentiles"] = Percentiles(101) },
        { "two percentiles of a type", s => s["percentiles"] = Percentiles(50, 51) },
        { "update on Colleague", s => s["update"] = "revised" },
        { "an unknown member", s => s["readiness"] = "fail" },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task A_score_against_the_rules_is_refused(string why, Action<JsonObject> change)
    {
        var answer = await Post(Score(change));

        Assert.True((int)answer.StatusCode == 400, why);
        Assert.Single((await Read(answer))["errors"]!.AsArray());
        Assert.Empty(Campus.Scores);
    }

    [Fact]
    public async Task Form_and_percentiles_are_kept()
    {
        var answer = await Read(await Post(Score(s =>
        {
            s["form"] = new JsonObject { ["name"] = "A", ["number"] = "2" };
            s["percentiles"] = Percentiles(50);
        })));

        Assert.Equal("2", answer["form"]!["number"]!.GetValue<string>());
        Assert.Equal(50, answer["percentiles"]![0]!["value"]!.GetValue<int>());
    }

    [Fact]
    public async Task Errors_can_come_as_a_bare_array()
    {
        Campus.HasBareErrors = true;

        var errors = await Read(await Post(Score(s => s.Remove("id"))));

        Assert.Equal("Validation.Exception", errors[0]!["code"]!.GetValue<string>());
    }

    private static JsonArray Percentiles(params int[] values) =>
        new([.. values.Select(value => new JsonObject { ["type"] = "national", ["value"] = value })]);
}
