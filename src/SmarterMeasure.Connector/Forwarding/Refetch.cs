using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Puts what the vendor's API says in the place of what a webhook told.</summary>
/// <param name="records">The API; null when the program has none.</param>
internal sealed class Refetch(IVendorRecords? records = null)
{
    /// <summary>How long a destination rests while the API cannot tell.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <summary>The outcome while the API is too slow to tell.</summary>
    public static DeliveryOutcome TooSlow { get; } = DeliveryOutcome.Pause("api_timeout", Rest);

    /// <summary>Fetches a delivery's result anew.</summary>
    /// <returns>The delivery to make, or the outcome when there is none to make.</returns>
    public async Task<(Delivery? Refetched, DeliveryOutcome? Outcome)> RunAsync(Delivery delivery, CancellationToken cancel)
    {
        if (records is null)
            return (null, DeliveryOutcome.Pause("api_not_configured", Rest));

        try
        {
            return await records.RefetchAsync(delivery.Result, cancel) is { } result
                ? (delivery with { Result = result }, null)
                : (null, DeliveryOutcome.Retry("not_verified"));
        }
        catch (RetryLaterException away)
        {
            return (null, DeliveryOutcome.Pause(away.Reason, away.After ?? Rest));
        }
    }
}
