namespace SmarterMeasure.Connector.Forwarding.Answers;

/// <summary>
/// What looking for something at a target came to, such as a student's account or an assignment: its id, or why there is none.
/// </summary>
internal sealed record TargetLookup
{
    private TargetLookup(string? id, DeliveryOutcome? failure) => (Id, Failure) = (id, failure);

    /// <summary>The target's own id of the one that fits; null when <see cref="Failure"/> says why there is none.</summary>
    public string? Id { get; }

    /// <summary>Why there is none.</summary>
    public DeliveryOutcome? Failure { get; }

    /// <summary>The target knows no such student: the next identity may.</summary>
    public static TargetLookup Unknown { get; } = Failed(DeliveryOutcome.Unmatched("no_account"));

    /// <summary>There is nothing to look the student up by.</summary>
    public static TargetLookup WithoutIdentity { get; } = Failed(DeliveryOutcome.Unmatched("no_identity"));

    /// <summary>More than one account fits.</summary>
    public static TargetLookup Ambiguous { get; } = Failed(DeliveryOutcome.Unmatched("several_accounts"));

    /// <summary>Exactly this one fits.</summary>
    public static TargetLookup Found(string id) => new(id, null);

    /// <summary>The lookup ended with another outcome.</summary>
    public static TargetLookup Failed(DeliveryOutcome failure) => new(null, failure);

    /// <summary>The one account among those found; none and several are no match.</summary>
    public static TargetLookup Single(IEnumerable<string> accounts)
    {
        var different = accounts.Distinct(StringComparer.Ordinal).Take(2).ToList();
        return different switch { [] => Unknown, [var only] => Found(only), _ => Ambiguous };
    }

    /// <summary>Says how it went, and nothing personal.</summary>
    public override string ToString() => Failure?.Reason ?? "found";
}
