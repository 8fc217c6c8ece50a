namespace SmarterMeasure.Connector.Forwarding;

/// <summary>What <see cref="IVerifiableDestination.VerifyAsync"/> found.</summary>
public sealed record VerifyAnswer
{
    private VerifyAnswer(IReadOnlyList<Standing> standings, DeliveryOutcome? failure) =>
        (Standings, Failure) = (standings, failure);

    /// <summary>What stands of each result, in the order in which they were given; empty when nobody could look.</summary>
    public IReadOnlyList<Standing> Standings { get; }

    /// <summary>
    /// Why nobody could look; null when it could be done. One that <see cref="DeliveryOutcome.Pauses">pauses</see> is waited out
    /// and asked again.
    /// </summary>
    public DeliveryOutcome? Failure { get; }

    /// <summary>This was found.</summary>
    /// <param name="standings">One for each result given, in that order.</param>
    public static VerifyAnswer Of(IReadOnlyList<Standing> standings) => new(standings, null);

    /// <summary>Nobody could look.</summary>
    /// <param name="failure">Why; its reason is free of personal data and secrets.</param>
    public static VerifyAnswer Failed(DeliveryOutcome failure) => new([], failure);
}
