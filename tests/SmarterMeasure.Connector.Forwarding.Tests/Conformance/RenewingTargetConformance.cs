namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>What every target does whose tokens are renewed.</summary>
public abstract class RenewingTargetConformance(RenewingSchool school) : LookupTargetConformance(school)
{
    private readonly RenewingSchool _school = school;

    [Fact]
    public async Task A_token_that_ends_between_two_calls_costs_no_delivery()
    {
        var results = Enrol(students: 6);
        await using (var first = await VirtualConnector.StartAsync(_school, [.. results.Take(9)]))
            await first.DrainAsync(TimeSpan.FromHours(1));

        _school.ExpireTokens();
        await using var second = await VirtualConnector.StartAsync(_school, results);
        _school.ExpireTokens();
        await second.DrainAsync(TimeSpan.FromHours(1));

        await AssertDeliveredAsync(second, results);
        Assert.All(await second.DeliveriesAsync(), row => Assert.Equal(0, row.Failures));
    }
}

/// <summary>A school whose target gives out tokens.</summary>
public abstract class RenewingSchool : School
{
    /// <summary>Makes every token that was issued worthless.</summary>
    public abstract void ExpireTokens();
}
