using System.Text.Json.Nodes;
using FakeCampus.OneRoster;

namespace FakeCampus.Tests.OneRoster;

public sealed class OneRosterGradebookTests : OneRosterTest
{
    [Fact]
    public async Task Putting_again_replaces_and_answers_created_with_nothing()
    {
        await Put(LineItemPath, LineItem());
        var first = await Put(ResultPath, Result());
        var again = await Put(ResultPath, Result(r => r["dateLastModified"] = "2026-09-01T00:00:00Z"));
        var other = await Put(ResultPath, Result(r => r["score"] = 61));

        Assert.Equal([201, 201, 201], new[] { first, again, other }.Select(answer => (int)answer.StatusCode));
        Assert.Equal("", await first.Content.ReadAsStringAsync(Stop));
        var result = Assert.Single(Campus.Results);
        Assert.Equal((3, 2), (result.Writes, result.Changes));
        var read = (await Read(await Client.GetAsync(ResultPath, Stop)))["assessmentResult"]!;
        Assert.Equal(61, read["score"]!.GetValue<int>());
        Assert.Equal(61, read["metadata"]!["subscales"]!["place"]!.GetValue<int>());
        Assert.Equal(0, Stub.Violations.Total);
    }

    [Fact]
    public async Task Some_systems_answer_a_replacement_otherwise()
    {
        Campus.ReplacedStatus = 204;
        await Put(LineItemPath, LineItem());

        Assert.Equal(204, (int)(await Put(LineItemPath, LineItem())).StatusCode);
    }

    [Fact]
    public async Task What_was_never_put_is_unknown()
    {
        var answer = await Client.GetAsync(ResultPath, Stop);

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal("unknownobject", await Minor(answer));
    }

    public static TheoryData<string, Action<JsonObject>> BrokenResults => new()
    {
        { "an unknown member", r => r["readiness"] = "fail" },
        { "an unknown member inside", r => r["student"]!["name"] = "Quill" },
        { "another id than the path's", r => r["sourcedId"] = "sm-4711-Typing" },
        { "no status", r => r.Remove("status") },
        { "an unknown status", r => r["status"] = "inactive" },
        { "no date", r => r.Remove("scoreDate") },
        { "a moment for a date", r => r["scoreDate"] = "2026-08-31T10:20:30Z" },
        { "a date for a moment", r => r["dateLastModified"] = "2026-08-31" },
        { "a moment that is not UTC", r => r["dateLastModified"] = "2026-08-31T10:20:30+02:00" },
        { "no score status", r => r.Remove("scoreStatus") },
        { "an unknown score status", r => r["scoreStatus"] = "graded" },
        { "a score in quotes", r => r["score"] = "58" },
        { "a score above the line item's", r => r["score"] = 101 },
        { "a JSON boolean", r => r["late"] = false },
        { "null", r => r["comment"] = null },
        { "a relative reference", r => r["student"]!["href"] = "/users/u1" },
        { "a reference of another type", r => r["student"]!["type"] = "student" },
        { "an unknown student", r => r["student"]!["sourcedId"] = "u9" },
        { "an unknown line item", r => r["assessmentLineItem"]!["sourcedId"] = "sm-Typing" },
        { "half an objective", r =>
            r["learningObjectiveSet"] = new JsonArray(new JsonObject { ["source"] = "case" }) },
    };

    [Theory]
    [MemberData(nameof(BrokenResults), DisableDiscoveryEnumeration = true)]
    public async Task A_result_against_the_rules_is_refused(string why, Action<JsonObject> change)
    {
        await Put(LineItemPath, LineItem());

        var answer = await Put(ResultPath, Result(change));

        Assert.True((int)answer.StatusCode == 422, why);
        Assert.Equal("invaliddata", await Minor(answer));
        Assert.Empty(Campus.Results);
    }

    [Theory]
    [InlineData("late", "true")]
    [InlineData("scoreStatus", "ext:question")]
    [InlineData("comment", "from the readiness assessment")]
    public async Task A_result_may_say_more_in_the_words_of_the_standard(string member, string value)
    {
        await Put(LineItemPath, LineItem());

        Assert.Equal(201, (int)(await Put(ResultPath, Result(r => r[member] = value))).StatusCode);
    }

    [Theory]
    [InlineData("sm-LifeFactors", 422)]
    [InlineData("sm-unknown", 422)]
    [InlineData("sm-all", 201)]
    public async Task A_line_item_has_a_parent_that_is_there_and_not_itself(string parent, int status)
    {
        await Put(Gradebook + "assessmentLineItems/sm-all", LineItem(l => l["sourcedId"] = "sm-all"));

        var answer = await Put(LineItemPath, LineItem(l => l["parentAssessmentLineItem"] = new JsonObject
        {
            ["href"] = "https://sis.fakecampus.test/assessmentLineItems/parent",
            ["sourcedId"] = parent,
            ["type"] = "assessmentLineItem",
        }));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("sm-S77-LifeFactors", 1)]
    [InlineData("sm-quill.o'inkwell@students.fakecampus.test", 1)]
    [InlineData("sm-4711-XS77-LifeFactors", 0)]
    [InlineData("sm-S771-LifeFactors", 0)]
    public async Task An_id_that_tells_who_the_student_is_is_counted(string id, int count)
    {
        await Put(LineItemPath, LineItem());

        var answer = await Put(
            Gradebook + "assessmentResults/" + Uri.EscapeDataString(id), Result(r => r["sourcedId"] = id));

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal(count, Stub.Violations[OneRosterStub.PersonalSourcedId]);
    }

    [Theory]
    [InlineData("""{"assessmentLineItem":{},"more":1}""")]
    [InlineData("""{"lineItem":{}}""")]
    [InlineData("""[]""")]
    public async Task The_envelope_holds_one_object_of_the_route(string body) =>
        Assert.Equal(422, (int)(await Put(LineItemPath, JsonNode.Parse(body)!)).StatusCode);
}
