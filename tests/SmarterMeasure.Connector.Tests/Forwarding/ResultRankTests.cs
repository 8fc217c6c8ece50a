using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Tests.Forwarding;

public class ResultRankTests
{
    private static readonly DateTimeOffset Early = new(2026, 8, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Late = Early.AddMilliseconds(1);

    [Fact]
    public void The_latest_and_the_first_are_told_by_their_time_alone()
    {
        Assert.True(Of(CountedAttempt.Latest, 10, Late) > Of(CountedAttempt.Latest, 90, Early));
        Assert.True(Of(CountedAttempt.First, 10, Early) > Of(CountedAttempt.First, 90, Late));
        Assert.Equal(Early.ToUnixTimeMilliseconds(), Of(CountedAttempt.Latest, 90, Early));
    }

    [Theory]
    [InlineData("80.001", "80")]
    [InlineData("100", "99.999")]
    [InlineData("104", "100")]
    [InlineData("0", null)]
    [InlineData("1000", "999.999")]
    public void The_best_is_the_one_with_the_higher_percentage_whenever_it_was_scored(string higher, string? lower)
    {
        var year2200 = new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.True(Of(CountedAttempt.Best, Percent(higher), Early) > Of(CountedAttempt.Best, Percent(lower), year2200));

        static decimal? Percent(string? text) =>
            text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(null)]
    public void Of_equally_good_ones_the_latest_is_the_best(int? percent) =>
        Assert.True(Of(CountedAttempt.Best, percent, Late) > Of(CountedAttempt.Best, percent, Early));

    private static long Of(CountedAttempt counted, decimal? percent, DateTimeOffset time) => ResultRank.Of(counted, percent, time);
}
