namespace SmarterMeasure.Connector.Configuration;

/// <summary>The configuration is not usable. The message lists every fault on a line of its own.</summary>
/// <param name="faults">The faults; they never contain a configured value.</param>
public sealed class ConfigurationException(IReadOnlyList<string> faults)
    : Exception("The configuration of SmarterMeasure.Connector has "
        + (faults.Count == 1 ? "a fault:" : $"{faults.Count} faults:")
        + string.Concat(faults.Select(fault => "\n  - " + fault)))
{
    /// <summary>The faults, in the order of the configuration.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
