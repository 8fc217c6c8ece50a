using System.Text.Json.Nodes;
using FakeCampus.XApi;

namespace FakeCampus.Tests.XApi;

public sealed class StatementTests : XApiTest
{
    [Fact]
    public async Task A_statement_is_stored_once_however_often_it_comes()
    {
        var first = await Put(Statement());
        var retry = await Put(Statement(id: null, s => s["timestamp"] = "2026-08-31T12:20:30.000+02:00"));
        var renamed = await Put(Statement(change: s => s["verb"]!["display"]!["en-US"] = "finished"));

        Assert.Equal([204, 204, 204], new[] { first, retry, renamed }.Select(answer => (int)answer.StatusCode));
        var stored = Assert.Single(Stub.Store.Statements);
        Assert.Equal(Guid.Parse(Id), stored.Id);
        Assert.Equal((3, 0), (stored.Arrivals, stored.Conflicts));
        Assert.Equal("completed", stored.Sent["verb"]!["display"]!["en-US"]!.GetValue<string>());
        Assert.Equal(0, Stub.Violations.Total);
    }

    [Theory]
    [InlineData(409)]
    [InlineData(204)]
    public async Task Another_content_under_a_known_id_changes_nothing(int answered)
    {
        Stub.Store.ConflictStatus = answered;
        await Put(Statement());

        var answer = await Put(Statement(change: s => s["result"]!["score"]!["raw"] = 59));

        Assert.Equal(answered, (int)answer.StatusCode);
        var stored = Assert.Single(Stub.Store.Statements);
        Assert.Equal(58, stored.Sent["result"]!["score"]!["raw"]!.GetValue<int>());
        Assert.Equal((1, 1), (stored.Arrivals, stored.Conflicts));
        if (answered == 409)
            Assert.Contains("is conflicting", (await Read(answer))["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_may_refuse_what_it_knows_although_it_is_the_same()
    {
        Stub.Store.RefusesKnown = true;
        await Put(Statement());

        Assert.Equal(409, (int)(await Put(Statement())).StatusCode);

        var stored = Assert.Single(Stub.Store.Statements);
        Assert.Equal((1, 0), (stored.Arrivals, stored.Conflicts));
    }

    [Fact]
    public async Task A_stored_statement_is_read_with_what_the_store_added_and_can_be_sent_back()
    {
        await Put(Statement());

        var answer = await Client.GetAsync($"xAPI/statements?statementId={Id}", Stop);
        var told = await Read(answer);
        var again = await Put(told);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("2026-09-01T09:00:00.000Z", told["stored"]!.GetValue<string>());
        Assert.NotNull(told["authority"]);
        Assert.Equal("1.0.0", told["version"]!.GetValue<string>());
        Assert.True(answer.Headers.Contains("X-Experience-API-Consistent-Through"));
        Assert.Equal(204, (int)again.StatusCode);
        var unknown = await Client.GetAsync($"xAPI/statements?statementId={Guid.NewGuid()}", Stop);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task A_batch_is_stored_as_a_whole_or_not_at_all()
    {
        await Put(Statement());
        var other = Guid.NewGuid().ToString();
        var conflicting = Statement(change: s => s["result"]!["success"] = true);

        var refused = await Post(new JsonArray(Statement(other), conflicting));
        var afterRefusal = Stub.Store.Statements.Count;
        var invalid = await Post(new JsonArray(Statement(other), Statement(id: null, s => s.Remove("verb"))));
        var twice = await Post(new JsonArray(Statement(other), Statement(other)));
        var afterAll = Stub.Store.Statements.Count;
        var taken = await Post(new JsonArray(Statement(other), Statement()));

        Assert.Equal([409, 400, 400, 200], new[] { refused, invalid, twice, taken }.Select(a => (int)a.StatusCode));
        Assert.Equal((1, 1), (afterRefusal, afterAll));
        Assert.Equal([other, Id], (await Read(taken)).AsArray().Select(id => id!.GetValue<string>()));
        Assert.Equal(2, Stub.Store.Statements.Count);
    }

    [Fact]
    public async Task A_posted_statement_without_an_id_is_a_new_one_each_time()
    {
        await Post(Statement(id: null));
        var answer = await Post(Statement(id: null));

        Assert.True(Guid.TryParse((await Read(answer))[0]!.GetValue<string>(), out _));
        Assert.Equal(2, Stub.Store.Statements.Count);
    }

    public static TheoryData<string, Action<JsonObject>> Broken => new()
    {
        { "an id that is no UUID", s => s["id"] = "section-1" },
        { "another id than the query's", s => s["id"] = Guid.NewGuid().ToString() },
        { "no actor", s => s.Remove("actor") },
        { "an actor without identifier", s => s["actor"] = new JsonObject { ["name"] = "Quill" } },
        { "an actor with two", s => s["actor"]!["mbox"] = "mailto:quill@students.fakecampus.test" },
        { "an account without home page", s => ((JsonObject)s["actor"]!["account"]!).Remove("homePage") },
        { "a verb that is no IRI", s => s["verb"]!["id"] = "completed" },
        { "an object that is no IRI", s => s["object"]!["id"] = "sections/LifeFactors" },
        { "a display that is no map", s => s["verb"]!["display"] = "completed" },
        { "a scaled score above one", s => s["result"]!["score"]!["scaled"] = 58 },
        { "a raw score above its maximum", s => s["result"]!["score"]!["raw"] = 101 },
        { "a score in quotes", s => s["result"]!["score"]!["scaled"] = "0.58" },
        { "success in words", s => s["result"]!["success"] = "fail" },
        { "null", s => s["result"]!["success"] = null },
        { "an extension that is no IRI", s => s["result"]!["extensions"]!["subscales"] = 1 },
        { "a duration in seconds", s => s["result"]!["duration"] = "90" },
        { "a timestamp without offset", s => s["timestamp"] = "2026-08-31T10:20:30" },
        { "a timestamp that is none", s => s["timestamp"] = "2026-13-31T10:20:30Z" },
        { "an unknown property", s => s["score"] = 58 },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task A_statement_against_the_rules_is_refused(string why, Action<JsonObject> change)
    {
        var answer = await Put(Statement(change: change));

        Assert.True((int)answer.StatusCode == 400, why);
        Assert.Single((await Read(answer))["warnings"]!.AsArray());
        Assert.Empty(Stub.Store.Statements);
    }

    [Fact]
    public async Task An_actor_named_by_an_address_is_taken_and_counted()
    {
        var answer = await Put(Statement(change: s =>
            s["actor"] = new JsonObject { ["mbox"] = "mailto:quill@students.fakecampus.test" }));

        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Equal(1, Stub.Violations[XApiStub.MboxUsed]);
    }
}
