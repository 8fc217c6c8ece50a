using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Reconciling;

/// <summary>
/// Holds what the vendor's API reports against what the store has. Safe for use from many threads; throws
/// <see cref="StoreUnavailableException"/> as the inbox does.
/// </summary>
public interface IReportedResults
{
    /// <summary>
    /// Which results nobody has told the store of: no event in the inbox does, whatever became of it, unless it lies in
    /// quarantine or is a conflict; no delivery of the ledger is of that result or a newer one; and the student was not erased since. Times
    /// within <see cref="EventOrder.Slack"/> count as the same.
    /// </summary>
    /// <param name="reported">The results that the API reports.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Those of them that are missing, in their order.</returns>
    Task<IReadOnlyList<ReportedResult>> FindMissingAsync(
        IReadOnlyCollection<ReportedResult> reported, CancellationToken cancel);
}

/// <summary>A result as the vendor's API reports it.</summary>
/// <param name="UserId">The registration's id.</param>
/// <param name="Section">The section's code, or that of <see cref="SectionCodes.Completion"/>, in any case.</param>
/// <param name="CompletedAt">When it was completed.</param>
public sealed record ReportedResult(string UserId, string Section, DateTimeOffset CompletedAt)
{
    /// <summary>
    /// Up to which time an event tells this result, in Unix milliseconds. A completion's webhook bears the user's own time,
    /// which goes on after it.
    /// </summary>
    internal long KnownUntil(long slack) => SectionCodes.Completion.Equals(Section, StringComparison.OrdinalIgnoreCase)
        ? DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        : CompletedAt.ToUnixTimeMilliseconds() + slack;
}
