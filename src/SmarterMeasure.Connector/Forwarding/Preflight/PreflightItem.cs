namespace SmarterMeasure.Connector.Forwarding;

/// <summary>One thing that a destination writes into, such as an assignment, and whether it is fit for results.</summary>
public sealed record PreflightItem
{
    private PreflightItem(string? section, string item, PreflightVerdict verdict, string? code, string? remedy) =>
        (Section, Item, Verdict, Code, Remedy) = (section, item, verdict, code, remedy);

    /// <summary>The code of the section whose results go there; null for what concerns the destination as a whole.</summary>
    public string? Section { get; }

    /// <summary>What it is, for example <c>assignment 4711 "SM Life Factors", 50 points</c>. Free of personal data.</summary>
    public string Item { get; }

    /// <summary>Whether results can stand there.</summary>
    public PreflightVerdict Verdict { get; }

    /// <summary>What was seen, as a code such as <c>graded_by_scale</c>; null when all is well.</summary>
    public string? Code { get; }

    /// <summary>What to change, and where: one sentence. Null when all is well.</summary>
    public string? Remedy { get; }

    /// <summary>Results can stand there, and nothing is worth a word.</summary>
    public static PreflightItem Fit(string? section, string item) => new(section, item, PreflightVerdict.Fit, null, null);

    /// <summary>Results can stand there; yet somebody should know something, for example who is told of each.</summary>
    public static PreflightItem Notice(string? section, string item, string code, string remedy) =>
        new(section, item, PreflightVerdict.Notice, code, remedy);

    /// <summary>A result would be lost or distorted there: deliveries wait until it is mended.</summary>
    public static PreflightItem Unfit(string? section, string item, string code, string remedy) =>
        new(section, item, PreflightVerdict.Unfit, code, remedy);

    /// <summary>What a delivery comes to whose item is unfit: it waits, with the code and the remedy for a reason.</summary>
    /// <param name="after">When to look again; null for more and more seldom.</param>
    /// <exception cref="InvalidOperationException">The item is not unfit.</exception>
    public DeliveryOutcome ToOutcome(TimeSpan? after = null) => Verdict == PreflightVerdict.Unfit
        ? DeliveryOutcome.Blocked($"target_unfit: {Code}: {Remedy}", after)
        : throw new InvalidOperationException("Only an unfit item holds a delivery back.");

    /// <summary>Whether it concerns the results of a section.</summary>
    public bool Concerns(string section) =>
        Section is null || Section.Equals(section, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a preflight says of an item.</summary>
public enum PreflightVerdict
{
    /// <summary>All is well.</summary>
    Fit,

    /// <summary>It works; somebody should know something.</summary>
    Notice,

    /// <summary>A result would be lost or distorted.</summary>
    Unfit,
}
