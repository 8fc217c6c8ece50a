namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>What a migration took over.</summary>
/// <param name="Events">How many events there are.</param>
/// <param name="NewEvents">How many of them the target did not have.</param>
/// <param name="Deliveries">How many deliveries there are.</param>
/// <param name="NewDeliveries">How many of them the target did not have.</param>
internal sealed record MigrateReport(long Events, long NewEvents, long Deliveries, long NewDeliveries)
{
    public override string ToString() =>
        $"{Printable.Count(Events, "event")}, {Printable.Of(NewEvents)} of them new there; "
        + $"{Printable.Count(Deliveries, "delivery", "deliveries")}, {Printable.Of(NewDeliveries)} of them new there.";
}
