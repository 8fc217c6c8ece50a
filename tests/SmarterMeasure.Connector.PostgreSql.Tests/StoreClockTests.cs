using SmarterMeasure.Connector.Conformance;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

/// <summary>Nodes whose clocks differ, and a server whose clock is set.</summary>
public sealed class StoreClockTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly PostgreSqlDatabase _database = new();
    private readonly TestClock _time = new();
    private TimeSpan _serverIsAhead;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset ServerTime => new DateTimeOffset(_time.GetTimestamp(), TimeSpan.Zero) + _serverIsAhead;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_node_whose_clock_is_wrong_shares_leases_and_delays_with_the_others()
    {
        var wrong = new TestClock();
        wrong.SetBy(TimeSpan.FromDays(-3));
        await using var one = await OpenAsync(wrong);
        await using var other = await OpenAsync(_time);
        await one.AcceptAsync(Samples.Event("a"), Cancel);
        var leased = Assert.Single(await one.LeaseAsync(1, Lease, Cancel));
        Assert.Empty(await other.LeaseAsync(1, Lease, Cancel));

        await one.ReleaseAsync(leased, EventState.Retrying, "later", wrong.GetUtcNow().AddSeconds(20), Cancel);

        Assert.Empty(await other.LeaseAsync(1, Lease, Cancel));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Single(await other.LeaseAsync(1, Lease, Cancel));
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public async Task A_server_whose_clock_is_set_neither_ends_a_lease_nor_holds_anything_up(int days)
    {
        await using var one = await OpenAsync(_time);
        await using var other = await OpenAsync(_time);
        await one.AcceptAsync(Samples.Event("leased"), Cancel);
        Assert.Single(await one.LeaseAsync(1, Lease, Cancel));

        _serverIsAhead = TimeSpan.FromDays(days);
        _time.Advance(TimeSpan.FromMinutes(2)); // Both look at it again.

        Assert.Empty(await one.LeaseAsync(1, Lease, Cancel));
        Assert.Empty(await other.LeaseAsync(1, Lease, Cancel));
        await using var later = await OpenAsync(_time);
        Assert.Empty(await later.LeaseAsync(1, Lease, Cancel));
        await later.AcceptAsync(Samples.Event("new"), Cancel);
        Assert.Equal("new", Assert.Single(await other.LeaseAsync(5, Lease, Cancel)).CallbackId);

        _time.Advance(TimeSpan.FromMinutes(8));
        Assert.Equal("leased", Assert.Single(await later.LeaseAsync(5, Lease, Cancel)).CallbackId);
    }

    [Fact]
    public async Task A_node_that_slept_goes_by_the_servers_clock_again()
    {
        await using var sleeper = await OpenAsync(_time);
        await sleeper.AcceptAsync(Samples.Event("a"), Cancel);
        Assert.Single(await sleeper.LeaseAsync(1, Lease, Cancel));

        // Its monotonic clock stood still: it sees both others an hour ahead.
        _time.SetBy(TimeSpan.FromHours(1));
        _serverIsAhead = TimeSpan.FromHours(1);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Single(await sleeper.LeaseAsync(1, Lease, Cancel));
    }

    private async Task<PostgreSqlStore> OpenAsync(TestClock clock)
    {
        var store = new PostgreSqlStore(_database.ConnectionString, clock, () => ServerTime);
        await store.OpenAsync(Cancel);
        return store;
    }
}
