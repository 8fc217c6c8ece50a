namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Which account at a destination a delivery's student has.</summary>
public sealed record AccountLookup
{
    private AccountLookup(string? account, DeliveryOutcome? failure) => (Account, Failure) = (account, failure);

    /// <summary>
    /// The destination's own id of the account; one account has one id, whatever it was found by. Null when there is a <see
    /// cref="Failure"/>, and from a destination that knows no accounts.
    /// </summary>
    public string? Account { get; }

    /// <summary>What the delivery comes to without an account; null when nothing stands in its way.</summary>
    public DeliveryOutcome? Failure { get; }

    /// <summary>The destination knows no accounts: what it takes needs none.</summary>
    public static AccountLookup None { get; } = new(null, null);

    /// <summary>Exactly this account fits.</summary>
    public static AccountLookup Found(string account) => new(account, null);

    /// <summary>No account, or several, or the look-up failed.</summary>
    public static AccountLookup Failed(DeliveryOutcome failure) => new(null, failure);

    /// <summary>Says how it went, and nothing personal.</summary>
    public override string ToString() => Failure?.Reason ?? (Account is null ? "none" : "found");
}
