using System.Globalization;
using System.Text.Json.Nodes;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Forwarding.Tests.Conformance;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.XApi;

/// <summary>A whole connector that sends many statements in a call to a store that takes all of them or none.</summary>
public sealed class XApiBatchTests
{
    private const int Bad = 7;
    private static readonly TimeSpan s_aDay = TimeSpan.FromDays(1);

    [Fact]
    public async Task What_waits_goes_in_few_calls_and_each_delivery_shows_its_own_request()
    {
        await using var store = await StartAsync();
        store.Faults.GoDown();
        await using var connector = await VirtualConnector.StartAsync(store, Results(60));
        var foreseen = await connector.ForeseeAsync(TestContext.Current.CancellationToken);
        store.Faults.Clear();

        await connector.DrainAsync(s_aDay);

        var rows = await DeliveredAsync(connector, 60);
        Assert.Equal(60, store.Stub.Store.Statements.Count);
        Assert.Equal(foreseen!.Request, rows[0].Request);
        Assert.All(rows, row => Assert.Contains(row.Result!.Student.InternalId!, row.Request!, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.StartsWith("PUT /xAPI/statements?statementId=", row.Request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_has_as_many_statements_as_is_configured()
    {
        await using var store = await StartAsync(("BatchSize", "20"));
        await using var connector = await VirtualConnector.StartAsync(store, Results(45));

        await connector.DrainAsync(s_aDay);

        await DeliveredAsync(connector, 45);
        Assert.Equal(["POST 20", "POST 20", "POST 5"], Calls(store));
        Assert.All(store.Stub.Store.Statements, statement => Assert.Equal(1, statement.Arrivals));
    }

    [Fact]
    public async Task At_a_batch_size_of_one_every_statement_goes_alone()
    {
        await using var store = await StartAsync(("BatchSize", "1"));
        await using var connector = await VirtualConnector.StartAsync(store, Results(3));

        await connector.DrainAsync(s_aDay);

        await DeliveredAsync(connector, 3);
        Assert.Equal(["PUT", "PUT", "PUT"], Calls(store));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(204)] // As some stores answer, which drop what is another statement under a known id.
    public async Task A_statement_in_conflict_takes_no_other_with_it(int answered)
    {
        await using var store = await StartAsync();
        store.Stub.Store.ConflictStatus = answered;
        var results = Results(25);
        await using (var before = await VirtualConnector.StartAsync(store, [results[Bad] with { Percent = 70 }]))
            await before.DrainAsync(s_aDay);

        await using var connector = await VirtualConnector.StartAsync(store, results);
        await connector.DrainAsync(s_aDay);

        await OnlyDeadAsync(connector, "xapi_conflict");
        Assert.Equal(25, store.Stub.Store.Statements.Count);
        Assert.All(await connector.DeliveriesAsync(), row => Assert.Equal(1, row.Attempts));
        Assert.Equal("POST 25", Calls(store)[1]);
    }

    [Fact]
    public async Task A_statement_that_is_too_large_takes_no_other_with_it()
    {
        await using var store = await StartAsync();
        store.Stub.Store.MaxBodyBytes = 3000;
        var results = Results(25);
        results[Bad] = results[Bad] with
        {
            Subscales = Enumerable.Range(0, 300).ToDictionary(number => $"scale-{number:000}", _ => 50m),
        };

        await using var connector = await VirtualConnector.StartAsync(store, results);
        await connector.DrainAsync(s_aDay);

        await OnlyDeadAsync(connector, "xapi_413");
        Assert.Equal(24, store.Stub.Store.Statements.Count);
    }

    [Fact]
    public async Task A_result_that_is_no_statement_stays_out_of_the_call()
    {
        await using var store = await StartAsync();
        var results = Results(25);
        results[Bad] = results[Bad] with { Percent = 101 };

        await using var connector = await VirtualConnector.StartAsync(store, results);
        await connector.DrainAsync(s_aDay);

        await OnlyDeadAsync(connector, "xapi_score_out_of_range");
        Assert.Equal(["POST 24"], Calls(store));
    }

    [Theory]
    [InlineData(StubFault.ResetAfter, "xapi_unreachable (unclear, recognised_by_id)", 2)]
    [InlineData(StubFault.HalfAnswer, "xapi_unreachable (unclear, recognised_by_id)", 2)]
    [InlineData(StubFault.ServerError, "xapi_500 (unclear, recognised_by_id)", 1)]
    public async Task A_call_whose_answer_is_lost_doubles_nothing_and_all_is_delivered(StubFault fault, string reason, int arrivals)
    {
        await using var store = await StartAsync();
        store.Stub.Faults.Next(fault, applies: IsWrite);
        await using var connector = await VirtualConnector.StartAsync(store, Results(25));
        await connector.UntilAsync(row => row.State == DeliveryState.Retrying && row.Reason == reason);

        await connector.DrainAsync(s_aDay);

        var rows = await DeliveredAsync(connector, 25);
        Assert.All(rows, row => Assert.Equal(2, row.Attempts));
        Assert.Equal(25, store.Stub.Store.Statements.Count);
        Assert.All(store.Stub.Store.Statements, one => Assert.Equal((arrivals, 0), (one.Arrivals, one.Conflicts)));
        Assert.Equal(["POST 25", .. Enumerable.Repeat("PUT", 25)], Calls(store));
    }

    [Fact]
    public async Task A_throttled_call_is_repeated_as_a_whole_when_the_store_asked_and_counts_no_failure()
    {
        await using var store = await StartAsync();
        store.Stub.Faults.Next(StubFault.Throttled, applies: IsWrite);
        await using var connector = await VirtualConnector.StartAsync(store, Results(25));

        await connector.DrainAsync(s_aDay);

        Assert.All(await DeliveredAsync(connector, 25), row => Assert.Equal(0, row.Failures));
        Assert.Equal(["POST 25", "POST 25"], Calls(store));
        Assert.Empty(store.Violations);
    }

    [Fact]
    public async Task A_password_that_no_longer_counts_is_found_out_before_anything_is_sent()
    {
        await using var store = await StartAsync(("Password", "canary-other"));
        await using var connector = await VirtualConnector.StartAsync(store, Results(25));

        await connector.UntilAsync(static row => row is { State: DeliveryState.Retrying, Reason: "unauthorized", Failures: 0 });
        Assert.Empty(Calls(store));
    }

    [Fact]
    public async Task The_request_of_a_batch_is_the_one_on_file()
    {
        await using var school = await XApiSchool.OpenAsync();
        var results = Results(2);
        var completion = new SectionResult
        {
            Student = results[1].Student,
            Section = SectionCodes.Completion,
            ScoredAt = new DateTimeOffset(2026, 8, 31, 22, 40, 0, TimeSpan.Zero),
        };

        var outcomes = await school.DeliverTogetherAsync([results[0], completion]);

        Assert.All(outcomes!, outcome => Assert.Equal(DeliveryState.Delivered, outcome.State));
        RequestFile.Shows("xapi-batch.http", school.Stub.Requests);
    }

    [Fact]
    public async Task A_store_that_rests_is_not_called()
    {
        await using var school = await XApiSchool.OpenAsync();
        school.Stub.Faults.Next(StubFault.Throttled);
        var first = await school.DeliverTogetherAsync(Results(2));

        var second = await school.DeliverTogetherAsync(Results(3));

        Assert.All([.. first!, .. second!], outcome => Assert.Equal((true, "throttled"), (outcome.Pauses, outcome.Reason)));
        Assert.Equal((2, 3, 1), (first!.Count, second!.Count, school.Stub.Requests.Count));
    }

    private static async Task<RecordStore> StartAsync(params IReadOnlyList<(string Key, string? Value)> settings)
    {
        var store = new RecordStore(settings);
        await store.StartAsync(TestContext.Current.CancellationToken);
        return store;
    }

    private static List<SectionResult> Results(int count) =>
    [
        .. Enumerable.Range(1000, count).Select(number => SchoolConnector.Result(null) with
        {
            Student = new StudentRef { UserId = $"{number}", InternalId = $"S{number}" },
        }),
    ];

    /// <summary>The calls, those of a batch with the number of its statements.</summary>
    private static List<string> Calls(RecordStore store) =>
        [.. store.Stub.Requests.Where(IsWrite).Select(request => request.Method == "POST"
            ? string.Create(CultureInfo.InvariantCulture, $"POST {JsonNode.Parse(request.Text)!.AsArray().Count}")
            : request.Method)];

    private static bool IsWrite(StubRequest request) => request.Method != "GET";

    private static async Task<List<StoredDelivery>> DeliveredAsync(VirtualConnector connector, int count)
    {
        var rows = await connector.DeliveriesAsync();
        Assert.All(rows, row => Assert.True(row.State == DeliveryState.Delivered, $"{row.Operation}: {row.State} {row.Reason}"));
        Assert.Equal(count, rows.Count);
        return rows;
    }

    private static async Task OnlyDeadAsync(VirtualConnector connector, string reason)
    {
        var rows = await connector.DeliveriesAsync();
        var dead = Assert.Single(rows, row => row.State != DeliveryState.Delivered);
        Assert.Equal(
            (DeliveryState.Dead, reason, $"{1000 + Bad}", 1), (dead.State, dead.Reason, dead.Result!.Student.UserId, dead.Attempts));
    }
}
