namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>What every target does whose tokens are renewed.</summary>
public abstract class RenewingTargetConformance(School school) : LookupTargetConformance(school)
{
    private readonly IRenewsTokens _tokens = (IRenewsTokens)school;

    [Fact]
    public async Task A_token_that_ends_between_two_calls_costs_no_delivery()
    {
        var results = Enrol(students: 6);
        School.Faults.At(12, _tokens.ExpireTokens);
        await using var connector = await VirtualConnector.StartAsync(School, results);
        await connector.DrainAsync(TimeSpan.FromHours(1));

        await AssertDeliveredAsync(connector, results);
        Assert.All(await connector.DeliveriesAsync(), row => Assert.Equal(0, row.Failures));
        Assert.Equal(1, _tokens.RefusedTokens);
    }
}

/// <summary>A school whose target gives out tokens.</summary>
public interface IRenewsTokens
{
    /// <summary>How many calls were refused for their token.</summary>
    int RefusedTokens { get; }

    /// <summary>Makes every token that was issued worthless.</summary>
    void ExpireTokens();
}
