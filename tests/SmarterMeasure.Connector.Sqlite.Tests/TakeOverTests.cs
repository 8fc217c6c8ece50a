using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>What a process that begins to serve finds in other hands.</summary>
public sealed class TakeOverTests : StoreTests
{
    [Fact]
    public async Task The_events_that_a_process_that_is_gone_had_in_hand_are_taken_over_at_once()
    {
        await AcceptAsync("id-1");
        var gone = new SqliteStore(Database.ConnectionString, TimeProvider.System);
        await gone.TakeOverAsync(Cancel);
        Assert.Single(await gone.LeaseAsync(1, Lease, Cancel));
        await gone.DisposeAsync();

        await Store.TakeOverAsync(Cancel);

        Assert.Equal(2, Assert.Single(await Store.LeaseAsync(1, Lease, Cancel)).Attempt);
    }

    [Fact]
    public async Task A_delivery_whose_sender_is_gone_keeps_its_lease_because_the_destination_may_still_be_at_work_on_it()
    {
        await AcceptAsync("id-1");
        var gone = new SqliteStore(Database.ConnectionString, TimeProvider.System);
        await gone.TakeOverAsync(Cancel);
        var delivery = new NewDelivery
        {
            Destination = "ethos",
            Operation = "op1",
            Subject = "id-1/math",
            Version = DateTimeOffset.UnixEpoch,
            Result = new SectionResult { Student = new StudentRef { UserId = "id-1" }, Section = "math" },
        };
        Assert.True(await gone.CompleteAsync(Assert.Single(await gone.LeaseAsync(1, Lease, Cancel)), [delivery], Cancel));
        Assert.Single(await gone.LeaseAsync("ethos", 1, Lease, Cancel));
        await gone.DisposeAsync();

        await Store.TakeOverAsync(Cancel);

        Assert.Empty(await Store.LeaseAsync("ethos", 1, Lease, Cancel));
    }

    [Fact]
    public async Task What_another_serving_process_has_in_hand_is_left_to_it()
    {
        await AcceptAsync("id-1");
        await using var alive = new SqliteStore(Database.ConnectionString, TimeProvider.System);
        await alive.TakeOverAsync(Cancel);
        var leased = Assert.Single(await alive.LeaseAsync(1, Lease, Cancel));

        await Store.TakeOverAsync(Cancel);

        Assert.Empty(await Store.LeaseAsync(1, Lease, Cancel));
        Assert.True(await alive.CompleteAsync(leased, [], Cancel));
    }

    [Fact]
    public async Task A_process_that_outlives_the_first_one_keeps_what_it_has_in_hand()
    {
        await AcceptAsync("id-1");
        var first = new SqliteStore(Database.ConnectionString, TimeProvider.System);
        await first.TakeOverAsync(Cancel);
        await using var second = new SqliteStore(Database.ConnectionString, TimeProvider.System);
        await second.TakeOverAsync(Cancel);
        Assert.Single(await second.LeaseAsync(1, Lease, Cancel));
        await first.DisposeAsync();

        await Store.TakeOverAsync(Cancel);

        Assert.Empty(await Store.LeaseAsync(1, Lease, Cancel));
    }
}
