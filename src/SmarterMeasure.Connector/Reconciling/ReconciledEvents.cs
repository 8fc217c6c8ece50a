namespace SmarterMeasure.Connector.Reconciling;

/// <summary>How an event that the reconciliation fed is told from one that the vendor sent.</summary>
internal static class ReconciledEvents
{
    /// <summary>What its callback id begins with. The vendor's are 32 hexadecimal digits.</summary>
    public const string IdPrefix = "reconciled-";
}
