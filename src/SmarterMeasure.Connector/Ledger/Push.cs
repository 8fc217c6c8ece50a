namespace SmarterMeasure.Connector.Ledger;

/// <summary>
/// What a handler wants delivered. It is stored with the event's end in one transaction and then sent until the
/// destination has it, once per operation.
/// </summary>
public sealed class Push
{
    private Push(string? destination, SectionResult result) => (Destination, Result) = (destination, result);

    /// <summary>The destination's configured name; null means every destination that takes the result.</summary>
    public string? Destination { get; }

    /// <summary>What to deliver.</summary>
    public SectionResult Result { get; }

    /// <summary>Delivers to every configured destination that takes this result.</summary>
    public static Push ToAll(SectionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new Push(null, result);
    }

    /// <summary>Delivers to one destination.</summary>
    /// <param name="destination">Its name under <c>SmarterMeasure:Destinations</c>, in any case.</param>
    /// <param name="result">What to deliver.</param>
    public static Push To(string destination, SectionResult result)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(destination);
        ArgumentNullException.ThrowIfNull(result);
        return new Push(destination, result);
    }
}
