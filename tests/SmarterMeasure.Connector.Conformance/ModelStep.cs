namespace SmarterMeasure.Connector.Conformance;

/// <summary>One step of a random history; the numbers choose whom and how it concerns.</summary>
internal sealed record ModelStep(ModelStepKind Kind, int A, int B, int C)
{
    /// <summary>How often each kind comes.</summary>
    public static IEnumerable<(int Weight, ModelStepKind Kind)> Weights =>
    [
        (12, ModelStepKind.Accept),
        (1, ModelStepKind.AcceptUnsound),
        (6, ModelStepKind.Lease),
        (5, ModelStepKind.Complete),
        (2, ModelStepKind.Release),
        (1, ModelStepKind.GiveBack),
        (4, ModelStepKind.LeaseDeliveries),
        (3, ModelStepKind.Claim),
        (4, ModelStepKind.Settle),
        (3, ModelStepKind.Pass),
        (2, ModelStepKind.Replay),
        (1, ModelStepKind.Discard),
        (1, ModelStepKind.Retry),
        (1, ModelStepKind.Map),
        (1, ModelStepKind.DiscardDelivery),
        (1, ModelStepKind.Purge),
        (1, ModelStepKind.Erase),
        (1, ModelStepKind.Crash),
    ];

    /// <summary>The same where deliveries are what it is about.</summary>
    public static IEnumerable<(int Weight, ModelStepKind Kind)> WeightsOfDeliveries =>
    [
        (5, ModelStepKind.Accept),
        (5, ModelStepKind.Lease),
        (6, ModelStepKind.Complete),
        (8, ModelStepKind.LeaseDeliveries),
        (1, ModelStepKind.Claim),
        (8, ModelStepKind.Settle),
        (4, ModelStepKind.Pass),
        (1, ModelStepKind.Retry),
        (1, ModelStepKind.Map),
        (1, ModelStepKind.DiscardDelivery),
        (2, ModelStepKind.Purge),
        (1, ModelStepKind.Crash),
    ];

    public override string ToString() => $"{Kind}({A},{B},{C})";
}

internal enum ModelStepKind
{
    Accept,
    AcceptUnsound,
    Lease,
    Complete,
    Release,
    GiveBack,
    LeaseDeliveries,
    Claim,
    Settle,
    Pass,
    Replay,
    Discard,
    Retry,
    Map,
    DiscardDelivery,
    Purge,
    Erase,
    Crash,
}
