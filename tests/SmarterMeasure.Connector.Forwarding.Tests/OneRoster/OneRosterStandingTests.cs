using FakeCampus.OneRoster;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.OneRoster;

/// <summary>What a teacher sees is what the connector says: the empty 201 proves nothing.</summary>
public sealed class OneRosterStandingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, DeliveryState.Retrying, "oneroster_not_seen")]
    [InlineData(3, DeliveryState.Blocked, "not_kept")]
    public async Task A_result_that_was_dropped_is_not_delivered(int attempt, DeliveryState state, string reason)
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        school.Campus.Keeping = new OneRosterKeeping { Drops = true };

        var outcome = await school.Connector.DeliverAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result("S123")) with { Attempt = attempt });

        Assert.Equal((state, reason), (outcome.State, outcome.Reason));
        Assert.Empty(school.Campus.SeenByTeacher());
    }

    [Fact]
    public async Task A_result_that_a_closed_gradebook_did_not_change_is_blocked_until_it_is_open()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        school.Campus.Keeping = new OneRosterKeeping { IsClosed = true };

        Assert.Equal(
            DeliveryOutcome.Blocked("not_kept"), await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 70)));
        Assert.Equal(63.5m, Assert.Single(school.Campus.SeenByTeacher()).Score);

        school.Campus.Keeping = OneRosterKeeping.AsSent;
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 70)));
    }

    [Fact]
    public async Task A_line_item_whose_worth_changed_is_noticed_by_what_was_kept_and_scaled_to_the_next_time()
    {
        await using var school = await OneRosterSchool.OpenAsync(("LineItems:LifeFactors", "li-77"));
        school.Enrol("u1", "S123");
        school.Campus.SetLineItem("li-77");
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        school.Campus.SetLineItem("li-77", maximum: 50);
        school.Campus.Keeping = new OneRosterKeeping { Clamps = true };

        Assert.Equal(
            DeliveryOutcome.Blocked("not_kept"), await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 91)));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 91)));
        Assert.Equal(45.5m, Assert.Single(school.Campus.SeenByTeacher()).Score);
    }

    [Fact]
    public async Task A_score_that_the_system_rounds_as_all_of_them_stands()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        school.Campus.Keeping = new OneRosterKeeping { Decimals = 0 };

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 63.4m)));
        Assert.Equal(63m, Assert.Single(school.Campus.SeenByTeacher()).Score);
    }

    [Fact]
    public async Task Nothing_is_read_back_where_that_is_not_wanted()
    {
        await using var school = await OneRosterSchool.OpenAsync(("Confirm", "never"));
        school.Enrol("u1", "S123");

        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.DoesNotContain(
            school.Calls(), call => call.StartsWith("GET", StringComparison.Ordinal) && call.Contains("Results", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_is_found_in_the_place_that_is_preferred_too()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Campus.AddUser(new OneRosterUser(
            "u9", "", null, "Linnet", "Testperson", UserIds: [new OneRosterUserId("SIS", "S900"), new OneRosterUserId("LDAP", "linnet")]));

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S900")));
        Assert.Equal("u9", Assert.Single(school.Campus.SeenByTeacher()).Student.SourcedId);
    }

    [Fact]
    public async Task Verification_finds_what_was_changed_and_lists_a_line_item_once()
    {
        await using var school = await OneRosterSchool.OpenAsync(("LineItems:LifeFactors", "li-77"));
        school.Campus.SetLineItem("li-77", maximum: 50);
        var delivered = new List<DeliveredResult>();
        for (var i = 0; i < 150; i++)
        {
            school.Enrol($"u{i}", $"S{i}");
            var result = SchoolConnector.Result($"S{i}");
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(result));
            delivered.Add(new DeliveredResult { DeliveryId = i, Account = $"u{i}", Result = result });
        }

        var ids = school.Campus.Results.ToDictionary(
            each => each.Content.GetProperty("student").GetProperty("sourcedId").GetString()!, each => each.SourcedId);
        school.Campus.ChangeResult(ids["u1"], "score", 12);
        school.Campus.RemoveResult(ids["u2"]);
        school.Campus.ChangeResult(ids["u3"], "status", "tobedeleted");
        school.Campus.ChangeResult(ids["u4"], "student", school.Campus.FindResult(ids["u5"])!.Content.GetProperty("student") is var other
            ? System.Text.Json.Nodes.JsonNode.Parse(other.GetRawText())! : null!);
        delivered[6] = delivered[6] with { Account = null };
        var calls = school.Stub.RequestCount;

        var destination = (IVerifiableDestination)school.Connector.Destination;
        var first = await destination.VerifyAsync("LifeFactors", delivered[..100], Cancel);
        var rest = await destination.VerifyAsync("LifeFactors", delivered[100..], Cancel);

        Assert.Equal(
            [
                StandingKind.Same, StandingKind.Changed, StandingKind.Missing, StandingKind.Missing, StandingKind.OtherStudent,
                StandingKind.Same, StandingKind.Unknown,
            ],
            first.Standings.Take(7).Select(standing => standing.Kind));
        Assert.All([.. first.Standings.Skip(7), .. rest.Standings], standing => Assert.Equal(StandingKind.Same, standing.Kind));
        Assert.Equal(2, school.Stub.RequestCount - calls); // The pages of 149 results.
    }
}
