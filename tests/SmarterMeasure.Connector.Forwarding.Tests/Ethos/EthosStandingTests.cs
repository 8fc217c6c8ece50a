using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Ethos;

/// <summary>What an adviser sees is what the connector says.</summary>
public sealed class EthosStandingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_that_somebody_has_open_is_tried_again()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        school.Campus.LockRecords();

        Assert.Equal(
            DeliveryOutcome.Retry("ethos_400: code=Global.Internal.Error"),
            await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Equal(DeliveryState.Delivered, (await school.Connector.DeliverAsync(SchoolConnector.Result("S123"))).State);
        Assert.Single(school.Campus.SeenByAdviser());
    }

    [Fact]
    public async Task A_refusal_that_stays_waits_for_a_person()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        school.Campus.LockRecords(9);

        Assert.Equal(
            DeliveryOutcome.Blocked("ethos_400: code=Global.Internal.Error"),
            await school.Connector.DeliverAsync(SchoolConnector.DeliveryOf(SchoolConnector.Result("S123")) with { Failures = 3 }));
    }

    [Fact]
    public async Task A_comment_never_speaks_of_an_earlier_result()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 90) with { Readiness = null });

        var score = Assert.Single(school.Campus.SeenByAdviser());
        Assert.Equal((90m, "SmarterMeasure"), (score.Value, score.Comment));
    }

    [Fact]
    public async Task A_score_that_the_college_made_another_is_not_delivered_and_its_record_is_known()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        school.Campus.CoercesScores = true;
        await school.Connector.Destination.PreflightAsync(Cancel);
        school.Campus.ReplaceAssessment(school.Assessment, school.Assessment with { Maximum = 50 });

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        var score = Assert.Single(school.Campus.SeenByAdviser());
        Assert.Equal(50m, score.Value);
        Assert.Equal(DeliveryOutcome.Blocked("not_kept") with { RemoteId = $"{score.Id}" }, outcome);
    }

    [Fact]
    public async Task A_record_that_staff_set_inactive_is_not_fought()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        var first = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        school.Campus.Change(Guid.Parse(first.RemoteId!), score => score with { Status = "inactive" });

        var outcome = await school.Connector.DeliverAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result("S123", percent: 70)) with { RemoteId = first.RemoteId });

        Assert.Equal((DeliveryState.Blocked, "score_inactive"), (outcome.State, outcome.Reason));
        Assert.Empty(school.Campus.SeenByAdviser());
    }

    [Fact]
    public async Task A_person_has_one_id_whoever_wrote_it()
    {
        await using var school = await EthosSchool.OpenAsync();
        var person = school.Enrol("S123");
        var delivery = SchoolConnector.DeliveryOf(SchoolConnector.Result("S123"));

        var found = await school.Connector.Destination.FindAccountAsync(delivery, Cancel);
        var named = await school.Connector.Destination.FindAccountAsync(
            delivery with { MappedTo = $"{person.Id}".ToUpperInvariant() }, Cancel);

        Assert.Equal(($"{person.Id}", $"{person.Id}"), (found.Account, named.Account));
    }

    [Fact]
    public async Task Verification_reads_each_record_and_finds_what_was_changed()
    {
        await using var school = await EthosSchool.OpenAsync();
        var delivered = new List<DeliveredResult>();
        for (var i = 0; i < 8; i++)
        {
            var person = school.Enrol($"S{i}");
            var result = SchoolConnector.Result($"S{i}");
            var outcome = await school.Connector.DeliverAsync(result);
            delivered.Add(new DeliveredResult
            {
                DeliveryId = i,
                Account = $"{person.Id}",
                RemoteId = i == 0 ? null : outcome.RemoteId,
                Result = result,
            });
        }

        Guid Id(int at) => Guid.Parse(delivered[at].RemoteId!);
        school.Campus.Change(Id(1), score => score with { Value = 12 });
        school.Campus.Remove(Id(2));
        school.Campus.Change(Id(3), score => score with { Status = "inactive" });
        school.Campus.Change(Id(4), score => score with { StudentId = Guid.Parse(delivered[5].Account!) });
        delivered[6] = delivered[6] with { Account = null };

        var destination = (IVerifiableDestination)school.Connector.Destination;
        Assert.InRange(delivered.Count, 1, destination.VerifyBatchSize);
        var answer = await destination.VerifyAsync("LifeFactors", delivered, Cancel);

        Assert.Equal(
            [
                StandingKind.Same, StandingKind.Changed, StandingKind.Missing, StandingKind.Missing, StandingKind.OtherStudent,
                StandingKind.Same, StandingKind.Unknown, StandingKind.Same,
            ],
            answer.Standings.Select(standing => standing.Kind));
    }
}
