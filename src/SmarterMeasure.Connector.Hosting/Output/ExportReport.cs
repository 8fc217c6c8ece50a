namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>What an export wrote.</summary>
internal sealed record ExportReport(long Events, long Deliveries)
{
    public override string ToString() =>
        $"Exported: {Printable.Count(Events, "event")}, {Printable.Count(Deliveries, "delivery", "deliveries")}.";
}
