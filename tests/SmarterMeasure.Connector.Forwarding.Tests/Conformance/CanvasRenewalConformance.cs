using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>Canvas with the refresh token of a developer key in place of a fixed token, and with assignments of our own.</summary>
public sealed class CanvasRenewalConformance : RenewingTargetConformance
{
    private readonly CanvasConformance.CanvasWithGrades _school;

    public CanvasRenewalConformance()
        : this(new CanvasConformance.CanvasWithGrades(renewsTokens: true, provisions: true))
    {
    }

    private CanvasRenewalConformance(CanvasConformance.CanvasWithGrades school)
        : base(school) => _school = school;

    [Fact]
    public async Task A_consent_that_is_withdrawn_for_a_day_costs_no_delivery()
    {
        var results = Enrol(students: 6);
        _school.Key.IsWithdrawn = true;
        await using var connector = await VirtualConnector.StartAsync(_school, results);
        await connector.WaitAsync(TimeSpan.FromDays(1));
        Assert.All(await connector.DeliveriesAsync(), row => Assert.Equal((DeliveryState.Retrying, 0), (row.State, row.Failures)));

        _school.Key.IsWithdrawn = false;
        await connector.DrainAsync(TimeSpan.FromHours(1));

        await AssertDeliveredAsync(connector, results);
    }
}
