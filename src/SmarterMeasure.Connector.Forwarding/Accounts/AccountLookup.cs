namespace SmarterMeasure.Connector.Forwarding.Accounts;

/// <summary>What looking for a student came to: an account, or why there is none.</summary>
internal sealed record AccountLookup
{
    private AccountLookup(string? account, DeliveryOutcome? failure) => (Account, Failure) = (account, failure);

    /// <summary>The one account that is the student's, by the target's own id; null when <see cref="Failure"/> says why not.</summary>
    public string? Account { get; }

    /// <summary>Why there is no account.</summary>
    public DeliveryOutcome? Failure { get; }

    /// <summary>The target knows no such student: the next identity may.</summary>
    public static AccountLookup Unknown { get; } = Failed(DeliveryOutcome.Unmatched("no_account"));

    /// <summary>There is nothing to look the student up by.</summary>
    public static AccountLookup WithoutIdentity { get; } = Failed(DeliveryOutcome.Unmatched("no_identity"));

    /// <summary>More than one account fits.</summary>
    public static AccountLookup Ambiguous { get; } = Failed(DeliveryOutcome.Unmatched("several_accounts"));

    /// <summary>The student has exactly this account.</summary>
    public static AccountLookup Found(string account) => new(account, null);

    /// <summary>The lookup ended with another outcome.</summary>
    public static AccountLookup Failed(DeliveryOutcome failure) => new(null, failure);

    /// <summary>The one account among those found; none and several are no match.</summary>
    public static AccountLookup Single(IEnumerable<string> accounts)
    {
        var different = accounts.Distinct(StringComparer.Ordinal).Take(2).ToList();
        return different switch { [] => Unknown, [var only] => Found(only), _ => Ambiguous };
    }

    /// <summary>Says how it went, and nothing personal.</summary>
    public override string ToString() => Failure?.Reason ?? "found";
}
