using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Ledger;

/// <summary>Which of several results of one student and section stands: the one of the highest rank.</summary>
internal static class ResultRank
{
    /// <summary>Below the percentage stands the time, in Unix milliseconds: these bits last until the year 2248.</summary>
    private const int TimeBits = 43;

    /// <summary>More would not fit above the time. Nobody scores as much.</summary>
    private const decimal MaxPercent = 1000;

    /// <summary>The rank of a result.</summary>
    /// <param name="counted">Which attempt the destination counts.</param>
    /// <param name="percent">What was scored, to three decimal places; null when no percentage was told.</param>
    /// <param name="time">When it was scored, or else received.</param>
    public static long Of(CountedAttempt counted, decimal? percent, DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return counted switch
        {
            CountedAttempt.First => -milliseconds,
            CountedAttempt.Best when percent is { } scored =>
                (((long)(Math.Clamp(scored, 0, MaxPercent) * 1000) + 1) << TimeBits) + milliseconds,
            _ => milliseconds,
        };
    }
}
