namespace SmarterMeasure.Connector.Forwarding;

/// <summary>What a look at a destination found, before anything is written there.</summary>
public sealed record PreflightReport
{
    private PreflightReport(IReadOnlyList<PreflightItem> items, DeliveryOutcome? failure) => (Items, Failure) = (items, failure);

    /// <summary>What it found; empty when it could not look, and from a destination that has nothing to look at.</summary>
    public IReadOnlyList<PreflightItem> Items { get; }

    /// <summary>Why it could not look, for example because the destination is down; null when it could.</summary>
    public DeliveryOutcome? Failure { get; }

    /// <summary>There is nothing to look at.</summary>
    public static PreflightReport Nothing { get; } = new([], null);

    /// <summary>This was found.</summary>
    public static PreflightReport Of(params IReadOnlyList<PreflightItem> items) => new(items, null);

    /// <summary>Nobody could look.</summary>
    /// <param name="failure">Why; its reason is free of personal data and secrets.</param>
    public static PreflightReport Failed(DeliveryOutcome failure) => new([], failure);

    /// <summary>What keeps the results of a section from standing there; null when nothing does.</summary>
    public PreflightItem? UnfitFor(string section) =>
        Items.FirstOrDefault(item => item.Verdict == PreflightVerdict.Unfit && item.Concerns(section));
}
