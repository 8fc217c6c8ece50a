using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Tests.Forwarding;

public class SettlingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, "01:00:00", "01:00:00")]
    [InlineData(2, "01:00:00", "02:00:00")]
    [InlineData(5, "01:00:00", "16:00:00")]
    [InlineData(6, "01:00:00", "1.00:00:00")]
    [InlineData(int.MaxValue, "01:00:00", "1.00:00:00")]
    [InlineData(17, "00:00:01", "18:12:16")]
    [InlineData(18, "00:00:01", "1.00:00:00")]
    [InlineData(1, "7.00:00:00", "7.00:00:00")]
    [InlineData(int.MaxValue, "7.00:00:00", "7.00:00:00")]
    public void A_student_who_is_not_found_is_looked_up_ever_more_seldom_up_to_once_a_day(int attempt, string recheck, string wait)
    {
        var forwarding = new ForwardingSettings { UnmatchedRecheck = TimeSpan.Parse(recheck, null) };

        var settlement = Settling.Of(
            Tried(attempt), DeliveryOutcome.Unmatched("no_account"), Repetition.SetsState, forwarding, Noon);

        Assert.Equal((DeliveryState.Unmatched, false), (settlement.State, settlement.IsFailure));
        Assert.Equal(TimeSpan.Parse(wait, null), settlement.DueAt - Noon);
    }

    [Theory]
    [InlineData(1, null, "01:00:00")]
    [InlineData(3, null, "04:00:00")]
    [InlineData(3, "00:05:00", "00:05:00")]
    public void What_is_blocked_is_looked_at_ever_more_seldom_or_when_the_destination_says(int attempt, string? after, string wait)
    {
        var outcome = DeliveryOutcome.Blocked("grade_locked", after is null ? null : TimeSpan.Parse(after, null));

        var settlement = Settling.Of(Tried(attempt), outcome, Repetition.SetsState, new ForwardingSettings(), Noon);

        Assert.Equal((DeliveryState.Blocked, "grade_locked", false), (settlement.State, settlement.Reason, settlement.IsFailure));
        Assert.Equal(TimeSpan.Parse(wait, null), settlement.DueAt - Noon);
    }

    [Fact]
    public void What_a_newer_value_superseded_ends_and_is_no_failure()
    {
        var settlement = Settling.Of(
            Tried(1), DeliveryOutcome.Superseded("newer_result"), Repetition.SetsState, new ForwardingSettings(), Noon);

        Assert.Equal((DeliveryState.Superseded, "newer_result", false), (settlement.State, settlement.Reason, settlement.IsFailure));
    }

    [Theory]
    [InlineData(2, DeliveryState.Retrying)]
    [InlineData(1, DeliveryState.Dead)]
    public void What_may_have_arrived_is_said_to_be_unclear_also_when_it_is_given_up(int maxAttempts, DeliveryState state)
    {
        var forwarding = new ForwardingSettings { MaxAttempts = maxAttempts };

        var settlement = Settling.Of(
            Tried(1), DeliveryOutcome.Retry("canvas_timeout") with { IsAmbiguous = true }, Repetition.SetsState, forwarding, Noon);

        Assert.Equal((state, "canvas_timeout (unclear, sets_state)"), (settlement.State, settlement.Reason));
    }

    private static Delivery Tried(int attempt) => new()
    {
        Id = 1,
        CallbackId = "c1",
        Destination = "canvas",
        Operation = "op1",
        Attempt = attempt,
        Failures = 0,
        Result = new SectionResult { Student = new StudentRef { UserId = "7001" }, Section = SectionCodes.LifeFactors },
        RemoteId = null,
        MappedTo = null,
    };
}
