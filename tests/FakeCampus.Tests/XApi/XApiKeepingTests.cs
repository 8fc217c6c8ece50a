using System.Text.Json.Nodes;

namespace FakeCampus.Tests.XApi;

public sealed class XApiKeepingTests : XApiTest
{
    [Fact]
    public async Task A_store_may_keep_32_bits_of_a_number_and_knows_the_statement_again()
    {
        Stub.Store.HasSinglePrecision = true;
        await Put(Statement(change: s => s["result"]!["score"]!["scaled"] = 0.5837));
        var again = await Put(Statement(change: s => s["result"]!["score"]!["scaled"] = 0.5837));

        Assert.Equal(204, (int)again.StatusCode);
        var told = await Read(await Client.GetAsync($"xAPI/statements?statementId={Id}", Stop));
        var scaled = told["result"]!["score"]!["scaled"]!.GetValue<double>();
        Assert.NotEqual(0.5837, scaled);
        Assert.Equal(0.5837, scaled, 1e-6);
    }

    [Fact]
    public async Task A_voided_statement_is_shown_only_to_who_asks_for_it_as_such()
    {
        await Put(Statement());
        Stub.Store.Void(Guid.Parse(Id));

        Assert.Equal(404, (int)(await Client.GetAsync($"xAPI/statements?statementId={Id}", Stop)).StatusCode);
        Assert.Equal(200, (int)(await Client.GetAsync($"xAPI/statements?voidedStatementId={Id}", Stop)).StatusCode);
        Assert.Empty((await Read(await Client.GetAsync("xAPI/statements?limit=5", Stop)))["statements"]!.AsArray());
        Assert.Equal(204, (int)(await Put(Statement())).StatusCode);
        Assert.Empty(Stub.Store.Seen);
    }

    [Fact]
    public async Task A_store_behind_a_queue_may_answer_and_lose_the_statement()
    {
        Stub.Store.Drops = true;

        Assert.Equal(204, (int)(await Put(Statement())).StatusCode);
        Assert.Empty(Stub.Store.Statements);
    }

    [Fact]
    public async Task Statements_of_an_activity_are_listed_in_pages_oldest_first()
    {
        for (var i = 0; i < 3; i++)
        {
            await Post(Statement(id: $"3f0c1d52-6d1e-5a53-9d0d-0d7c1f6f2a1{i}"));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await Post(Statement(id: Id[..^1] + "9", s => s["object"]!["id"] = "https://readiness.fakecampus.test/sections/Math"));
        var activity = Uri.EscapeDataString("https://readiness.fakecampus.test/sections/LifeFactors");
        var first = await Read(await Client.GetAsync(
            $"xAPI/statements?activity={activity}&since=2026-09-01T08:00:00Z&limit=2&ascending=true", Stop));
        var rest = await Read(await Client.GetAsync($"{first["more"]}", Stop));

        Assert.Equal(["10", "11"], Ids(first));
        Assert.Equal(["12"], Ids(rest));
        Assert.Equal("", $"{rest["more"]}");

        static IEnumerable<string> Ids(JsonNode page) => page["statements"]!.AsArray().Select(each => $"{each!["id"]}"[^2..]);
    }

    [Fact]
    public async Task Everybody_may_read_which_versions_the_store_speaks()
    {
        using var anybody = new HttpClient { BaseAddress = Stub.BaseUrl };

        var about = await Read(await anybody.GetAsync("xAPI/about", Stop));

        Assert.Equal(["1.0.3", "2.0.0"], about["version"]!.AsArray().Select(each => $"{each}"));
    }
}
