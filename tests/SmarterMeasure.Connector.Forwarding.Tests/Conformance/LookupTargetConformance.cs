using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>What every target does that has to know a student before it takes a result.</summary>
public abstract class LookupTargetConformance(School school) : TargetConformance(school)
{
    [Fact]
    public async Task A_student_who_appears_later_gets_the_result_by_itself()
    {
        var result = Result("late-1", "late-1@school.example", "LifeFactors", 71, user: 900);
        await using var connector = await VirtualConnector.StartAsync(School, [result]);
        await connector.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(DeliveryState.Unmatched, Assert.Single(await connector.DeliveriesAsync()).State);

        School.Enrol("late-1", "late-1@school.example");
        await connector.DrainAsync(TimeSpan.FromHours(3));

        await AssertDeliveredAsync(connector, [result]);
    }
}
