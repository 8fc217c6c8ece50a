using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Answers;

/// <summary>What an attempt that changes several things does in a trial.</summary>
internal static class TrialOutcome
{
    /// <summary>
    /// The failure that ends an attempt. A change that a trial did not send is none: what comes after it has to show too.
    /// </summary>
    public static DeliveryOutcome? UnlessTrial(this DeliveryOutcome? failure) =>
        failure?.State == DeliveryState.Delivered ? null : failure;
}
