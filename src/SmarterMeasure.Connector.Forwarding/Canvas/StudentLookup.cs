namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>What looking for a student came to: an account, or why there is none.</summary>
internal sealed record StudentLookup
{
    private StudentLookup(CanvasAccount? account, DeliveryOutcome? failure) => (Account, Failure) = (account, failure);

    /// <summary>The one account that is the student's; null when <see cref="Failure"/> says why not.</summary>
    public CanvasAccount? Account { get; }

    /// <summary>Why there is no account.</summary>
    public DeliveryOutcome? Failure { get; }

    /// <summary>Canvas knows no such student: the next identity may.</summary>
    public static StudentLookup Unknown { get; } = Failed(DeliveryOutcome.Unmatched("no_account"));

    /// <summary>There is nothing to look the student up by.</summary>
    public static StudentLookup WithoutIdentity { get; } = Failed(DeliveryOutcome.Unmatched("no_identity"));

    /// <summary>More than one account fits.</summary>
    public static StudentLookup Ambiguous { get; } = Failed(DeliveryOutcome.Unmatched("several_accounts"));

    /// <summary>The student has exactly this account.</summary>
    public static StudentLookup Found(CanvasAccount account) => new(account, null);

    /// <summary>The lookup ended with another outcome.</summary>
    public static StudentLookup Failed(DeliveryOutcome failure) => new(null, failure);
}
