using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Reconciling;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>How every store tells a result that it has from one that it lacks, and lets it be handled once.</summary>
public abstract class ResultConformance(TestDatabase database) : DeliveryConformance(database)
{
    private const string Reconciled = "reconciled-1";

    private static readonly DateTimeOffset Scored = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public async Task What_no_event_tells_is_missing()
    {
        await AcceptAsync(Result("w", section: "reading"));
        await AcceptAsync(Event("start", occurredAt: Scored, name: "assessment.section-start"));
        await AcceptAsync(Event("end", user: "72", occurredAt: Scored, name: "assessment.completed"));

        ReportedResult[] reported =
        [
            new("71", "Reading", Scored),
            new("71", "reading", Scored.AddSeconds(60)),
            new("71", "Reading", Scored.AddSeconds(61)),
            new("71", "Typing", Scored),
            new("72", "Completion", Scored.AddSeconds(-60)),
            new("72", "Completion", Scored.AddSeconds(61)),
            new("73", "Reading", Scored),
        ];
        Assert.Equal([reported[2], reported[3], reported[5], reported[6]], await MissingAsync(reported));
        Assert.Empty(await MissingAsync());
    }

    [Theory]
    [InlineData(EventState.Dead, false)]
    [InlineData(EventState.Retrying, false)]
    [InlineData(EventState.Handled, false)]
    [InlineData(EventState.Quarantined, true)]
    public async Task An_event_tells_its_result_whatever_became_of_it_but_not_from_quarantine(EventState state, bool isMissing)
    {
        await AcceptAsync(Result("w", section: "reading"));
        var leased = await LeaseOneAsync();
        if (state == EventState.Handled)
            await CompleteAsync(leased);
        else
            await Inbox.ReleaseAsync(leased, state, "test", Now, Cancel);

        Assert.Equal(isMissing, (await MissingAsync(new ReportedResult("71", "Reading", Scored))).Count == 1);
    }

    [Fact]
    public async Task A_conflict_tells_nothing_for_no_handler_will_see_it()
    {
        await AcceptAsync(Result("same", section: "reading"));
        Assert.Equal(Acceptance.Conflict, await AcceptAsync(Event("same", "71", Scored, text: "another body", section: "typing")));

        Assert.Equal(
            [new("71", "Typing", Scored)], await MissingAsync(new("71", "Reading", Scored), new("71", "Typing", Scored)));
    }

    [Fact]
    public async Task What_the_ledger_has_as_new_or_newer_is_not_missing_though_its_event_is_gone()
    {
        await AcceptAsync(Event("any"));
        var older = New("op", subject: "section-result:71:reading") with { Version = Scored.AddDays(-7) };
        await CompleteAsync(await LeaseOneAsync(), older, older with { Destination = "moodle", Version = Scored });

        Assert.Empty(await MissingAsync(
            new("71", "Reading", Scored), new("71", "Reading", Scored.AddDays(-1)), new("71", "Reading", Scored.AddSeconds(60))));
        Assert.Equal(2, (await MissingAsync(new("71", "Reading", Scored.AddSeconds(61)), new("71", "Typing", Scored))).Count);
    }

    [Fact]
    public async Task Of_an_erased_student_only_what_came_later_is_missing_for_good()
    {
        await AcceptAsync(Result("w", section: "reading"));
        await Retention.EraseAsync("71", Cancel);
        var (before, after) = (new ReportedResult("71", "Typing", Now), new ReportedResult("71", "Typing", Now.AddMinutes(1)));

        Assert.Equal([after], await MissingAsync(before, after, new ReportedResult("71", "Reading", Scored)));

        Clock.Advance(TimeSpan.FromDays(400));
        await Retention.PurgeAsync(Now.AddDays(-30), Cancel);
        Assert.Equal([after], await MissingAsync(before, after));
    }

    [Theory]
    [InlineData("w", Reconciled)]
    [InlineData(Reconciled, "w")]
    public async Task A_result_that_a_webhook_and_the_reconciliation_tell_is_handled_once(string first, string second)
    {
        await AcceptAsync(Result(first, section: "reading"));
        await AcceptAsync(Result(second, section: "reading", at: Scored.AddSeconds(60)));

        var leased = await LeaseOneAsync();
        Assert.Equal((first, false), (leased.CallbackId, leased.RepeatsResult));
        await CompleteAsync(leased);

        leased = await LeaseOneAsync();
        Assert.Equal((second, true), (leased.CallbackId, leased.RepeatsResult));
        await Inbox.ReleaseAsync(leased, EventState.Handled, "result_already_handled", Now, Cancel);

        // What was handled can be replayed: the one that was passed over does not stand in its way.
        var handled = (await EventsAsync()).Single(row => row.CallbackId == first);
        await Events.ReplayAsync(handled.Id, Result(first, section: "reading").Envelope, Cancel);
        leased = await LeaseOneAsync();
        Assert.Equal((first, false), (leased.CallbackId, leased.RepeatsResult));
    }

    [Theory]
    [InlineData("w2", "71", "reading", 0)]
    [InlineData(Reconciled, "72", "reading", 0)]
    [InlineData(Reconciled, "71", "typing", 0)]
    [InlineData(Reconciled, "71", "reading", 61)]
    public async Task Another_result_or_another_webhook_is_handled_too(string id, string user, string section, int seconds)
    {
        await AcceptAsync(Result("w", section: "reading"));
        await CompleteAsync(await LeaseOneAsync());

        await AcceptAsync(Result(id, user, section, Scored.AddSeconds(seconds)));

        Assert.False((await LeaseOneAsync()).RepeatsResult);
    }

    [Theory]
    [InlineData(EventState.Dead)]
    [InlineData(EventState.Quarantined)]
    public async Task A_result_whose_first_teller_failed_is_handled_when_it_is_told_again(EventState state)
    {
        await AcceptAsync(Result("w", section: "reading"));
        await Inbox.ReleaseAsync(await LeaseOneAsync(), state, "test", Now, Cancel);

        await AcceptAsync(Result(Reconciled, section: "reading"));

        Assert.False((await LeaseOneAsync()).RepeatsResult);
    }

    [Fact]
    public async Task An_event_given_back_until_later_is_not_due_before_and_loses_no_attempt()
    {
        await AcceptAsync(Result("w", section: "reading"));
        Assert.True(await Inbox.GiveBackAsync(await LeaseOneAsync(), "api_away", Now.AddMinutes(5), Cancel));

        var row = await OnlyEventAsync();
        Assert.Equal((EventState.Retrying, "api_away"), (row.State, row.Reason));
        Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty(await LeaseIdsAsync());
        Clock.Advance(TimeSpan.FromMinutes(1));
        var leased = await LeaseOneAsync();
        Assert.Equal((2, 1), (leased.Attempt, leased.Excused));
    }

    private ReceivedEvent Result(string id, string user = "71", string? section = null, DateTimeOffset? at = null) =>
        Event(id, user, at ?? Scored, section: section);

    private Task<IReadOnlyList<ReportedResult>> MissingAsync(params ReportedResult[] reported) =>
        Reported.FindMissingAsync(reported, Cancel);
}
