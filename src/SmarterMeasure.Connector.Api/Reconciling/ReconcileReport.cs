namespace SmarterMeasure.Connector.Api.Reconciling;

/// <summary>What a reconciliation came to.</summary>
/// <param name="Users">How many records of users it went through; a user may be among them more than once.</param>
/// <param name="Results">How many results they had.</param>
/// <param name="Recovered">How many of these no webhook had told.</param>
internal sealed record ReconcileReport(long Users, long Results, long Recovered)
{
    /// <summary>Nothing yet.</summary>
    public static ReconcileReport Empty { get; } = new(0, 0, 0);

    /// <summary>With what another part came to.</summary>
    public ReconcileReport Plus(ReconcileReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ReconcileReport(Users + other.Users, Results + other.Results, Recovered + other.Recovered);
    }
}
