using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Answers;

/// <summary>What a preflight that could not look means for the deliveries after it.</summary>
internal static class PreflightRest
{
    /// <summary>
    /// Lets the destination rest where it throttles the preflight, also at the token endpoint: what was found before would let
    /// deliveries go on.
    /// </summary>
    public static PreflightReport Rest(this PreflightReport report, FlowControl flow)
    {
        if (report.Failure is { Pauses: true, Reason: "throttled", After: { } after })
            flow.Pause(after);
        return report;
    }
}
