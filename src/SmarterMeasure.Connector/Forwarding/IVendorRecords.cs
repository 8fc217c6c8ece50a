using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// What the vendor's API knows beyond the webhooks. Safe for use from many threads. While the API cannot tell, for whatever
/// cause, calls throw <see cref="RetryLaterException"/>: what depends on them waits.
/// </summary>
public interface IVendorRecords
{
    /// <summary>Where a student belongs.</summary>
    /// <param name="userId">The registration's id.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Null when the API knows no such registration.</returns>
    Task<Placement?> PlaceAsync(string userId, CancellationToken cancel);

    /// <summary>What the API says of a result that a webhook told.</summary>
    /// <param name="told">What the webhook told.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>The newest of that student and section; null when it has none that is as new.</returns>
    Task<SectionResult?> RefetchAsync(SectionResult told, CancellationToken cancel);
}

/// <summary>Where a student belongs at the vendor.</summary>
/// <param name="Groups">Ids and names of the student's groups.</param>
/// <param name="Accounts">Id and name of the student's account.</param>
public sealed record Placement(IReadOnlyList<string> Groups, IReadOnlyList<string> Accounts);
