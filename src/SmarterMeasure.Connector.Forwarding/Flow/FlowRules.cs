using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding.Flow;

/// <summary>How a target wants to be called, as its documents say and its configuration narrows.</summary>
internal sealed record FlowRules
{
    /// <summary>The most deliveries at a time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>What <c>X-Rate-Limit-Remaining</c> counts.</summary>
    public QuotaKind Quota { get; init; }

    /// <summary>
    /// Reads <c>Concurrency</c>: 1 to 64, and for Canvas to 8, because each call under way takes 50 of its bucket beforehand.
    /// </summary>
    public static FlowRules Read(SettingsSection section, int concurrency, QuotaKind quota = QuotaKind.Window) => new()
    {
        Concurrency = section.Integer("Concurrency", concurrency, 1, quota == QuotaKind.Bucket ? 8 : 64),
        Quota = quota,
    };
}

/// <summary>What <c>X-Rate-Limit-Remaining</c> counts.</summary>
internal enum QuotaKind
{
    /// <summary>What is left until <c>X-Rate-Limit-Reset</c>, in calls, or in units of <c>X-Request-Cost</c>.</summary>
    Window,

    /// <summary>What is left in Canvas's bucket of 600, which refills by 10 a second.</summary>
    Bucket,
}
