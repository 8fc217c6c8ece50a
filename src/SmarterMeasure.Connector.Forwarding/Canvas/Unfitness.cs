namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Why results would be lost or distorted somewhere.</summary>
/// <param name="Code">What was seen.</param>
/// <param name="Remedy">What to change, and where: one sentence.</param>
internal sealed record Unfitness(string Code, string Remedy)
{
    /// <summary>What a delivery there comes to.</summary>
    public DeliveryOutcome Outcome => DeliveryOutcome.Blocked($"target_unfit: {Code}: {Remedy}");

    /// <summary>What a preflight says of it.</summary>
    public PreflightItem Item(string section, string item) => PreflightItem.Unfit(section, item, Code, Remedy);
}
