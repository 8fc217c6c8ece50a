using System.Text.Json.Nodes;
using FakeCampus.Serving;
using FakeCampus.XApi;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.XApi;

/// <summary>What people see in the store is what the connector says.</summary>
public sealed class XApiStandingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_keeps_32_bits_of_a_number_keeps_every_result()
    {
        await using var school = await XApiSchool.OpenAsync();
        school.Store.HasSinglePrecision = true;
        school.Store.RefusesKnown = true;
        for (var i = 0; i < 100; i++)
        {
            var result = SchoolConnector.Result($"S{i}", percent: 0.37m + i * 0.99m) with
            {
                Student = new StudentRef { UserId = $"{i}", InternalId = $"S{i}" },
            };

            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(result));
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(result)); // Refused, and known again.
        }

        Assert.Equal(100, school.Store.Seen.Count);
    }

    [Theory]
    [InlineData(1, DeliveryState.Retrying, "xapi_not_seen")]
    [InlineData(4, DeliveryState.Blocked, "not_kept")]
    public async Task A_statement_that_was_dropped_is_not_delivered(int attempt, DeliveryState state, string reason)
    {
        await using var school = await XApiSchool.OpenAsync();
        school.Store.Drops = true;

        var outcome = await school.Connector.DeliverAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result("S123")) with { Attempt = attempt });

        Assert.Equal((state, reason), (outcome.State, outcome.Reason));
    }

    [Fact]
    public async Task Another_result_that_the_store_dropped_without_a_word_is_not_delivered()
    {
        await using var school = await XApiSchool.OpenAsync();
        school.Store.ConflictStatus = 204;
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(
            DeliveryOutcome.Dead("xapi_conflict"), await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 70)));
        Assert.Equal(63.5m, Assert.Single(school.Store.Seen).Sent["result"]!["score"]!["raw"]!.GetValue<decimal>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_statement_that_somebody_voided_is_not_fought(bool refusesKnown)
    {
        await using var school = await XApiSchool.OpenAsync();
        school.Store.RefusesKnown = refusesKnown;
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        school.Store.Void(Assert.Single(school.Store.Seen).Id);

        Assert.Equal(
            DeliveryOutcome.Blocked("statement_voided"), await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Empty(school.Store.Seen);
    }

    [Theory]
    [InlineData("never", 0)]
    [InlineData("always", 2)]
    public async Task Statements_that_go_together_are_read_back_as_is_configured(string confirm, int reads)
    {
        await using var school = await XApiSchool.OpenAsync(("Confirm", confirm));
        var result = SchoolConnector.Result("S123");

        var outcomes = await school.DeliverTogetherAsync([result, result with { Section = "Math" }]);

        Assert.All(outcomes!, outcome => Assert.Equal(DeliveryState.Delivered, outcome.State));
        Assert.Equal(reads, school.Stub.Requests.Count(request => request.Method == "GET"));
    }

    [Theory]
    [InlineData("1.0.3", "1.0.0", true, PreflightVerdict.Fit, null)]
    [InlineData("1.0.3", "", true, PreflightVerdict.Fit, null)] // No such resource.
    [InlineData("2.0.0", "1.0.3", true, PreflightVerdict.Unfit, "version_not_spoken")]
    [InlineData("1.0.3", "1.0.3", false, PreflightVerdict.Notice, "statements_not_shown")]
    public async Task A_store_is_looked_at_before_anything_is_sent(
        string version, string spoken, bool mayRead, PreflightVerdict verdict, string? code)
    {
        await using var school = await XApiSchool.OpenAsync(("Version", version));
        school.Store.Versions = spoken.Length > 0 ? [spoken] : [];
        school.Store.SetAccount(new XApiAccount(XApiSchool.User, XApiSchool.Password, MayRead: mayRead));

        var item = Assert.Single((await school.Connector.Destination.PreflightAsync(Cancel)).Items);

        Assert.Equal((null, verdict, code), (item.Section, item.Verdict, item.Code));
        Assert.All(school.Stub.Requests, request => Assert.Equal("GET", request.Method));
        if (verdict != PreflightVerdict.Unfit)
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
    }

    [Fact]
    public async Task A_store_that_is_down_or_knows_us_not_could_not_be_looked_at()
    {
        await using var school = await XApiSchool.OpenAsync(("Password", "canary-other"));
        var unknown = await school.Connector.Destination.PreflightAsync(Cancel);
        school.Stub.Faults.Always = StubFault.ServerError;

        Assert.Equal("unauthorized", unknown.Failure!.Reason);
        Assert.Equal(DeliveryState.Retrying, (await school.Connector.Destination.PreflightAsync(Cancel)).Failure!.State);
    }

    [Fact]
    public async Task Verification_finds_what_was_changed_and_reads_a_page_for_many()
    {
        await using var school = await XApiSchool.OpenAsync();
        var delivered = new List<DeliveredResult>();
        for (var i = 0; i < 60; i++)
        {
            var result = SchoolConnector.Result($"S{i}") with { Student = new StudentRef { UserId = $"{i}", InternalId = $"S{i}" } };
            await school.Connector.DeliverAsync(result);
            delivered.Add(new DeliveredResult { DeliveryId = i, Account = $"S{i}", Result = result });
        }

        var ids = school.Store.Statements.ToDictionary(each => $"{each.Sent["actor"]!["account"]!["name"]}");
        school.Store.Tamper(ids["S1"].Id, Changed(ids["S1"], sent => sent["result"]!["score"]!["raw"] = 12));
        school.Store.Tamper(ids["S2"].Id, null);
        school.Store.Void(ids["S3"].Id);
        school.Store.Tamper(ids["S4"].Id, Changed(ids["S4"], sent => sent["actor"]!["account"]!["name"] = "S5"));
        delivered[6] = delivered[6] with { Account = null };
        var calls = school.Stub.RequestCount;

        var destination = (IVerifiableDestination)school.Connector.Destination;
        Assert.InRange(delivered.Count, 1, destination.VerifyBatchSize);
        var answer = await destination.VerifyAsync("LifeFactors", delivered, Cancel);

        Assert.Equal(
            [
                StandingKind.Same, StandingKind.Changed, StandingKind.Missing, StandingKind.Changed, StandingKind.OtherStudent,
                StandingKind.Same, StandingKind.Unknown,
            ],
            answer.Standings.Take(7).Select(standing => standing.Kind));
        Assert.All(answer.Standings.Skip(7), standing => Assert.Equal(StandingKind.Same, standing.Kind));
        Assert.Equal(1 + 2 + 2, school.Stub.RequestCount - calls); // The page, and two looks each for the one gone and the one voided.
    }

    private static JsonObject Changed(XApiStatement statement, Action<JsonObject> change)
    {
        var sent = (JsonObject)statement.Sent.DeepClone();
        change(sent);
        return sent;
    }
}
