using CsCheck;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;

namespace SmarterMeasure.Connector.Tests.Dispatch;

public class RetryScheduleTests
{
    private static readonly RetrySettings Retry = new(TimeSpan.FromSeconds(2), TimeSpan.FromHours(1));

    [Fact]
    public void A_delivery_alone_outlives_an_outage_of_a_day_however_the_dice_fall()
    {
        var forwarding = new ForwardingSettings();
        var least = Enumerable.Range(1, forwarding.MaxAttempts - 1)
            .Aggregate(TimeSpan.Zero, (sum, failures) => sum + RetrySchedule.Delay(forwarding.Retry, failures, jitter: 0));

        Assert.True(least > TimeSpan.FromHours(36), $"It is dead after {least}.");
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(5, 32)]
    [InlineData(11, 2048)]
    [InlineData(12, 3600)]
    [InlineData(1_000_000, 3600)]
    public void The_mean_delay_doubles_up_to_the_longest(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Delay(Retry, failures, jitter: 0.5));

    [Fact]
    public void Jitter_spreads_a_delay_over_half_to_one_and_a_half_of_its_mean() =>
        Gen.Select(Gen.Int[1, 8], Gen.Double[0, 1]).Sample((failures, jitter) =>
        {
            var mean = RetrySchedule.Delay(Retry, failures, 0.5);
            return RetrySchedule.Delay(Retry, failures, jitter) is var delay && delay >= mean / 2 && delay <= mean * 1.5;
        });
}
