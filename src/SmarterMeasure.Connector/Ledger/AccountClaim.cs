namespace SmarterMeasure.Connector.Ledger;

/// <summary>Whether a delivery may be sent to the account that was found for it.</summary>
public sealed record AccountClaim
{
    private AccountClaim(AccountClaimResult result, TimeSpan wait) => (Result, Wait) = (result, wait);

    /// <summary>What to do.</summary>
    public AccountClaimResult Result { get; }

    /// <summary>How long to wait; zero unless it is <see cref="AccountClaimResult.Wait"/>.</summary>
    public TimeSpan Wait { get; }

    /// <inheritdoc cref="AccountClaimResult.GoAhead"/>
    public static AccountClaim GoAhead { get; } = new(AccountClaimResult.GoAhead, TimeSpan.Zero);

    /// <inheritdoc cref="AccountClaimResult.Superseded"/>
    public static AccountClaim Superseded { get; } = new(AccountClaimResult.Superseded, TimeSpan.Zero);

    /// <inheritdoc cref="AccountClaimResult.LeaseLost"/>
    public static AccountClaim LeaseLost { get; } = new(AccountClaimResult.LeaseLost, TimeSpan.Zero);

    /// <inheritdoc cref="AccountClaimResult.Wait"/>
    public static AccountClaim WaitFor(TimeSpan wait) => new(AccountClaimResult.Wait, wait);
}

/// <summary>What a claim of an account comes to.</summary>
public enum AccountClaimResult
{
    /// <summary>Nothing stands in the way: send it.</summary>
    GoAhead,

    /// <summary>A result of higher rank goes to this account, or stands there: never send this one.</summary>
    Superseded,

    /// <summary>An older result of another registration may still take effect at the destination: try again after that.</summary>
    Wait,

    /// <summary>The lease ended meanwhile, and nothing was changed: do not send.</summary>
    LeaseLost,
}
