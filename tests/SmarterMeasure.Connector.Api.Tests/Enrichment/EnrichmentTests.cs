using FakeCampus.Serving;
using FakeCampus.Vendor;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Api.Tests.Enrichment;

/// <summary>What handlers and destinations learn from the API beyond the webhook.</summary>
public sealed class EnrichmentTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_of_a_completion_gets_the_scores_that_no_webhook_has()
    {
        await using var school = await School.OpenAsync(3);
        school.Handled.AsksApi = true;

        await school.ReceiveAsync(Completed(school));
        await school.SettleAsync();

        Assert.NotNull(Assert.Single(school.Handled.Scores));
    }

    [Fact]
    public async Task While_the_API_is_away_the_event_waits_and_its_attempts_do_not_count()
    {
        await using var school = await School.OpenAsync(3, ("Dispatch:MaxAttempts", "2"));
        school.Handled.AsksApi = true;
        school.Api.Outage = true;

        await school.ReceiveAsync(Completed(school));
        var waiting = await UntilAsync(school, row => row is { State: EventState.Retrying, Attempts: > 4 });
        Assert.Equal("api_unavailable", waiting.Reason);

        school.Api.Outage = false;
        await UntilAsync(school, row => row.State == EventState.Handled);
        Assert.Single(school.Handled.Scores);
    }

    [Fact]
    public async Task Wrong_credentials_are_told_and_waited_out()
    {
        await using var school = await School.OpenAsync(3, ("Api:Secret", "wrong"));
        school.Handled.AsksApi = true;

        await school.ReceiveAsync(Completed(school));

        Assert.Equal(
            "api_refused: AUTHENTICATIONFAILED", (await UntilAsync(school, row => row.State == EventState.Retrying)).Reason);
    }

    [Fact]
    public async Task However_many_ask_for_a_user_at_once_one_asks_the_API()
    {
        await using var school = await School.OpenAsync(3);
        var users = new Api.Enrichment.UserResultsCache(Resolve<SmarterMeasureApi>(school), school.Time);
        var userId = school.Scripts[0].Student.UserId;
        school.Api.Faults.Always = StubFault.Slow;

        var asking = Enumerable.Range(0, 50).Select(_ => users.GetAsync(userId, school.Time.GetUtcNow(), Cancel)).ToList();
        await school.Api.Faults.WaitUntilHeldAsync(1, Cancel);
        school.Api.Faults.Clear();

        Assert.All(await Task.WhenAll(asking), user => Assert.Equal(userId, user!.UserId));
        Assert.Equal(1, school.Api.RequestCount);

        // What was asked for then serves who can do with it, and nobody else.
        await users.GetAsync(userId, school.Time.GetUtcNow(), Cancel);
        Assert.Equal(1, school.Api.RequestCount);
        school.Time.Advance(TimeSpan.FromSeconds(1));
        await users.GetAsync(userId, school.Time.GetUtcNow(), Cancel);
        Assert.Equal(2, school.Api.RequestCount);
    }

    [Fact]
    public async Task One_who_does_not_wait_any_more_takes_the_answer_from_nobody()
    {
        await using var school = await School.OpenAsync(3);
        using var users = new Api.Enrichment.UserResultsCache(Resolve<SmarterMeasureApi>(school), school.Time);
        var userId = school.Scripts[0].Student.UserId;
        school.Api.Faults.Always = StubFault.Slow;
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var first = users.GetAsync(userId, school.Time.GetUtcNow(), impatient.Token);
        var second = users.GetAsync(userId, school.Time.GetUtcNow(), Cancel);
        await school.Api.Faults.WaitUntilHeldAsync(1, Cancel);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        school.Api.Faults.Clear();

        Assert.Equal(userId, (await second)!.UserId);
        Assert.Equal(1, school.Api.RequestCount);
    }

    [Theory]
    [InlineData("Destinations:school:Refetch", "true")]
    [InlineData("Destinations:school:Verify", "refetch")] // As it was called before.
    public async Task A_destination_that_refetches_gets_what_the_API_says(string key, string value)
    {
        await using var school = await School.OpenAsync(3, (key, value));
        var told = school.Webhooks.Last(one => one.Section == "LifeFactors");
        var forged = told with
        {
            Outcome = told.Outcome! with
            {
                Scores = [new FakeCampus.Vendor.Score("possible", "points", "100"), new FakeCampus.Vendor.Score("earned", "points", "100"), new FakeCampus.Vendor.Score("calculated-percentage", "percentage", "100")],
            },
        };
        Assert.NotEqual(100, told.Outcome!.Figure("calculated-percentage"));

        await school.ReceiveAsync(forged);
        await school.SettleAsync();

        var result = Assert.Single(school.Destination.State).Value;
        Assert.Equal(told.Outcome.Figure("calculated-percentage"), result.Percent);
        Assert.Equal(told.Outcome.Figure("earned"), result.Earned);
    }

    [Fact]
    public async Task A_section_that_was_scored_again_a_moment_later_is_sent_as_the_API_says_it_then()
    {
        await using var school = await School.OpenAsync(30, progress: 0, ("Destinations:school:Refetch", "true"), ("Api:CacheFor", "1h"));
        var twice = school.Scripts
            .SelectMany(script => script.Events.Where(one => one.Outcome is not null).GroupBy(one => one.Section))
            .First(scorings => scorings.Count() == 2).ToList();
        foreach (var scoring in twice)
        {
            school.Time.Advance(scoring.DateUpdated - school.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
            await school.ReceiveAsync(scoring);
            await school.SettleAsync();
        }

        var result = Assert.Single(school.Destination.State).Value;
        Assert.Equal(twice[1].Outcome!.Figure("calculated-percentage"), result.Percent);
        Assert.Equal(twice[1].Outcome!.DateScored, result.ScoredAt);
    }

    [Fact]
    public async Task What_the_API_does_not_know_is_never_sent()
    {
        await using var school = await School.OpenAsync(3, ("Destinations:school:Refetch", "true"), ("Forwarding:MaxAttempts", "3"));
        var told = school.Webhooks.Last(one => one.Section == "LifeFactors");

        await school.ReceiveAsync(told with { Section = "Math" });
        await school.ReceiveAsync(told with { CallbackId = new string('9', 32), Student = told.Student with { UserId = "1" } });
        await school.SettleAsync();

        Assert.Empty(school.Destination.State);
        Assert.All(await DeliveriesAsync(school), row => Assert.Equal((DeliveryState.Dead, "not_verified"), (row.State, row.Reason)));
    }

    [Fact]
    public async Task While_the_API_is_away_a_destination_that_verifies_rests_and_loses_nothing()
    {
        await using var school = await School.OpenAsync(3, ("Destinations:school:Refetch", "true"), ("Forwarding:MaxAttempts", "1"));
        school.Api.Outage = true;
        await school.ReceiveAsync(school.Webhooks.Last(one => one.Section == "LifeFactors"));
        while (await DeliveriesAsync(school) is not [{ State: DeliveryState.Retrying, Reason: "api_unavailable", Attempts: > 2 }])
            await StepAsync(school);

        school.Api.Outage = false;
        await school.SettleAsync();

        Assert.Single(school.Destination.State);
    }

    internal static T Resolve<T>(School school)
        where T : notnull => (T)school.Services.GetService(typeof(T))!;

    internal static async Task<List<DeliverySummary>> DeliveriesAsync(School school) =>
        await Resolve<ILedgerOperations>(school).ListAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);

    private static AssessmentEvent Completed(School school) => school.Webhooks.First(one => one.Event == EventNames.Completed);

    private static async Task<EventSummary> UntilAsync(School school, Predicate<EventSummary> wanted)
    {
        while (true)
        {
            var row = Assert.Single(await school.EventsAsync());
            if (wanted(row))
                return row;

            await StepAsync(school);
        }
    }

    private static async Task StepAsync(School school)
    {
        school.Time.Advance(TimeSpan.FromMilliseconds(200));
        await Task.Delay(TimeSpan.FromMilliseconds(2), Cancel);
    }
}
