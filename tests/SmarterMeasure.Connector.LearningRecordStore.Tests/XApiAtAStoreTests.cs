using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Forwarding.Tests;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.LearningRecordStore.Tests;

public sealed class XApiAtAStoreTests(RecordStore store)
{
    [Fact]
    public async Task A_section_result_is_a_statement_that_the_store_gives_back()
    {
        using var connector = Connect(store.BaseUrl);

        Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(Result("S 123/ü")));

        var found = Assert.Single(await store.StatementsOfAsync("S 123/ü"));
        var statement = await store.StatementAsync(found["id"]!.GetValue<string>());
        Assert.Equal(
            """{"objectType":"Agent","account":{"homePage":"https://sis.example.edu","name":"S 123/\u00FC"}}""",
            statement["actor"]!.ToJsonString());
        Assert.Equal("http://adlnet.gov/expapi/verbs/completed", statement["verb"]!["id"]!.GetValue<string>());
        Assert.Equal(
            "https://smartermeasure.example.edu/sections/LifeFactors", statement["object"]!["id"]!.GetValue<string>());
        Assert.Equal(
            """{"scaled":0.635,"raw":63.5,"min":0,"max":100}""", statement["result"]!["score"]!.ToJsonString());
        Assert.Equal(
            """
            {"https://smartermeasure.example.edu/extensions/readiness":"fail","https://smartermeasure.example.edu/extensions/subscales":{"place":65,"time":40}}
            """,
            statement["result"]!["extensions"]!.ToJsonString());
        Assert.False(statement["result"]!["success"]!.GetValue<bool>());
        Assert.Equal("2026-08-31T22:33:00Z", statement["timestamp"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_completion_is_a_statement_without_a_score()
    {
        using var connector = Connect(store.BaseUrl);
        var completion = new SectionResult
        {
            Student = Student("completed"),
            Section = SectionCodes.Completion,
            ScoredAt = new DateTimeOffset(2026, 8, 31, 22, 40, 0, TimeSpan.Zero),
        };

        Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(completion));

        var statement = Assert.Single(await store.StatementsOfAsync("completed"));
        Assert.Equal("https://smartermeasure.example.edu/assessment", statement["object"]!["id"]!.GetValue<string>());
        Assert.Equal("""{"completion":true}""", statement["result"]!.ToJsonString());
    }

    [Fact]
    public async Task The_same_delivery_again_is_delivered_and_stored_once()
    {
        using (var connector = Connect(store.BaseUrl))
            Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(Result("repeated")));
        var first = Assert.Single(await store.StatementsOfAsync("repeated"));

        using var restarted = Connect(store.BaseUrl);
        Assert.Equal(DeliveryOutcome.Delivered, await restarted.DeliverAsync(Result("repeated")));

        // The moment of storing would tell of a statement that was written anew.
        var second = Assert.Single(await store.StatementsOfAsync("repeated"));
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_its_way_doubles_nothing()
    {
        await using var relay = new LosingRelay(store.BaseUrl);
        using var connector = Connect(relay.BaseUrl);

        Assert.Equal(
            DeliveryOutcome.Retry("xapi_unreachable") with { IsAmbiguous = true },
            await connector.DeliverAsync(Result("cut off")));
        Assert.Equal("HTTP/1.1 204 No Content", relay.Lost);
        Assert.Single(await store.StatementsOfAsync("cut off"));

        Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(Result("cut off")));
        Assert.Single(await store.StatementsOfAsync("cut off"));
    }

    [Fact]
    public async Task Another_score_under_a_known_id_is_dead_and_changes_nothing()
    {
        using var connector = Connect(store.BaseUrl);
        Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(Result("changed")));

        Assert.Equal(
            DeliveryOutcome.Dead("xapi_conflict"), await connector.DeliverAsync(Result("changed") with { Percent = 80 }));

        var statement = Assert.Single(await store.StatementsOfAsync("changed"));
        Assert.Equal(63.5m, statement["result"]!["score"]!["raw"]!.GetValue<decimal>());
    }

    // This store speaks nothing newer than 1.0.3, which every other test uses.
    [Fact]
    public async Task A_version_that_the_store_does_not_speak_is_dead_and_stores_nothing()
    {
        using var connector = Connect(store.BaseUrl, ("Version", "2.0.0"));

        Assert.Equal(DeliveryOutcome.Dead("xapi_400"), await connector.DeliverAsync(Result("newer")));
        Assert.Empty(await store.StatementsOfAsync("newer"));
    }

    [Fact]
    public async Task Students_side_by_side_get_one_statement_each_though_everything_is_sent_twice()
    {
        const int Students = 25;
        using var connector = Connect(store.BaseUrl, ("Concurrency", "8"));
        var results = Enumerable.Range(0, Students).Select(number => Result($"parallel {number}")).ToList();

        // As many at a time as the destination takes, which is how a connector delivers.
        Assert.Equal(8, connector.Destination.Concurrency);
        await Parallel.ForEachAsync(
            results.Concat(results),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (result, _) => Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(result)));

        foreach (var result in results)
            Assert.Single(await store.StatementsOfAsync(result.Student.InternalId!));
    }

    [Fact]
    public async Task Many_statements_go_in_one_call_and_again_without_doubling()
    {
        using var connector = Connect(store.BaseUrl);
        var results = Enumerable.Range(0, 25).Select(number => Result($"together {number}")).ToList();

        Assert.All((await TogetherAsync(connector, results))!, each => Assert.Equal(DeliveryState.Delivered, each.State));
        Assert.All((await TogetherAsync(connector, results))!, each => Assert.Equal(DeliveryState.Delivered, each.State));

        foreach (var result in results)
            Assert.Single(await store.StatementsOfAsync(result.Student.InternalId!));
    }

    [Fact]
    public async Task One_statement_in_conflict_has_the_call_refused_and_then_each_has_an_outcome_of_its_own()
    {
        using var connector = Connect(store.BaseUrl);
        var results = Enumerable.Range(0, 5).Select(number => Result($"refused {number}")).ToList();
        Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(results[2] with { Percent = 80 }));

        Assert.Null(await TogetherAsync(connector, results));
        Assert.Empty(await store.StatementsOfAsync("refused 0"));

        for (var i = 0; i < results.Count; i++)
        {
            Assert.Equal(
                i == 2 ? DeliveryOutcome.Dead("xapi_conflict") : DeliveryOutcome.Delivered, await connector.DeliverAsync(results[i]));
            Assert.Single(await store.StatementsOfAsync(results[i].Student.InternalId!));
        }
    }

    private static Task<IReadOnlyList<DeliveryOutcome>?> TogetherAsync(
        SchoolConnector connector, IReadOnlyList<SectionResult> results) =>
        connector.DeliverTogetherAsync(results);

    private static SchoolConnector Connect(Uri store, params IEnumerable<(string Key, string? Value)> settings) => new(
        builder => builder.AddXApi(),
        new FakeTimeProvider(new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero)),
        [
            ("Type", "XApi"), ("BaseUrl", store.ToString()), ("Username", "smartermeasure"), ("Password", "canary-password:é"),
            ("HomePage", "https://sis.example.edu"), ("ActivityBase", "https://smartermeasure.example.edu"), .. settings,
        ]);

    private static SectionResult Result(string student) => SchoolConnector.Result(null) with { Student = Student(student) };

    // Everybody here shares one store: what makes a student's statements is the student.
    private static StudentRef Student(string name) => new() { UserId = $"registration of {name}", InternalId = name };
}
