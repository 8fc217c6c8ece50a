using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>How operations share transactions, and what becomes of those whose callers leave.</summary>
public sealed class GroupCommitTests : StoreTests
{
    [Fact]
    public async Task Events_that_come_together_share_commits()
    {
        var before = Store.Commits;
        Task<Acceptance>[] accepts;
        using (var other = Database.OpenBeside())
        {
            other.Execute("BEGIN IMMEDIATE");
            accepts = [.. Enumerable.Range(0, 500).Select(i => AcceptAsync($"id-{i}"))];
            Assert.DoesNotContain(accepts, accept => accept.IsCompleted);
            other.Execute("COMMIT");
        }

        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(Acceptance.New, outcome));
        Assert.InRange(Store.Commits - before, 2, 4);
    }

    [Fact]
    public async Task An_operation_that_fails_does_not_harm_those_that_share_its_commit()
    {
        var broken = Samples.Event("broken");
        broken.Body.Dispose();
        Task<Acceptance> failing;
        Task<Acceptance>[] sound;
        using (var other = Database.OpenBeside())
        {
            other.Execute("BEGIN IMMEDIATE");
            sound = [AcceptAsync("a"), AcceptAsync("b")];
            failing = Store.AcceptAsync(broken, Cancel);
            sound = [.. sound, AcceptAsync("c")];
            other.Execute("COMMIT");
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => failing);
        await Task.WhenAll(sound);
        Assert.Equal(3, await CountAsync(Store));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_while_the_write_is_under_way_does_not_undo_it()
    {
        using var budget = new CancellationTokenSource();
        var received = Samples.Event("slow");
        using (var other = Database.OpenBeside())
        {
            other.Execute("BEGIN IMMEDIATE");
            var accept = Store.AcceptAsync(received, budget.Token);
            await WaitUntilWriterIsBusyAsync();
            await budget.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
            other.Execute("COMMIT");
        }

        Assert.Equal(Acceptance.Duplicate, await AcceptAsync("slow"));
        Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_in_the_queue_is_dropped()
    {
        using var budget = new CancellationTokenSource();
        var received = Samples.Event("dropped");
        using (var other = Database.OpenBeside())
        {
            other.Execute("BEGIN IMMEDIATE");
            var before = AcceptAsync("before");
            await WaitUntilWriterIsBusyAsync();
            var accept = Store.AcceptAsync(received, budget.Token);
            await budget.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
            Assert.Throws<ObjectDisposedException>(() => received.Body.Span.Length);
            other.Execute("COMMIT");
            await before;
        }

        Assert.Equal(Acceptance.New, await AcceptAsync("dropped"));
    }

    [Fact]
    public async Task A_caller_that_finds_the_queue_full_waits_until_its_time_is_up()
    {
        using var budget = new CancellationTokenSource();
        var last = Samples.Event("last");
        using (var other = Database.OpenBeside())
        {
            other.Execute("BEGIN IMMEDIATE");
            var first = AcceptAsync("first");
            await WaitUntilWriterIsBusyAsync();
            var queued = Enumerable.Range(0, 1100).Select(i => AcceptAsync($"id-{i}")).ToList();
            var accept = Store.AcceptAsync(last, budget.Token);
            await budget.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
            other.Execute("COMMIT");
            await Task.WhenAll([first, .. queued]);
        }

        Assert.Throws<ObjectDisposedException>(() => last.Body.Span.Length);
        Assert.Equal(Acceptance.New, await AcceptAsync("last"));
    }

    [Fact]
    public async Task A_lease_that_is_cancelled_while_it_is_taken_still_reaches_its_caller()
    {
        await AcceptAsync("a");
        using var stop = new CancellationTokenSource();
        Task<IReadOnlyList<LeasedEvent>> lease;
        using (var other = Database.OpenBeside())
        {
            other.Execute("BEGIN IMMEDIATE");
            lease = Store.LeaseAsync(1, Lease, stop.Token);
            await WaitUntilWriterIsBusyAsync();
            await stop.CancelAsync();
            other.Execute("COMMIT");
        }

        Assert.Single(await lease);
    }

    [Fact]
    public async Task Disposal_finishes_what_is_queued_and_leaves_one_file()
    {
        var accepts = Enumerable.Range(0, 600).Select(i => AcceptAsync($"id-{i}")).ToList();

        await Store.DisposeAsync();

        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(Acceptance.New, outcome));
        Assert.False(File.Exists(Database.Path + "-wal"));
        var late = Samples.Event("late");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.AcceptAsync(late, Cancel));
        Assert.Throws<ObjectDisposedException>(() => late.Body.Span.Length);
    }

    [Fact]
    public async Task Large_bodies_come_in_fewer_at_a_time()
    {
        var before = Store.Commits;
        Task<Acceptance>[] accepts;
        using (var other = Database.OpenBeside())
        {
            other.Execute("BEGIN IMMEDIATE");
            accepts = [.. Enumerable.Range(0, 24).Select(
                i => Store.AcceptAsync(Samples.Event($"id-{i}", user: $"{i}", bodyLength: 1 << 20), Cancel))];
            other.Execute("COMMIT");
        }

        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(Acceptance.New, outcome));
        Assert.InRange(Store.Commits - before, 6, 24);
    }

    [Fact]
    public async Task The_log_does_not_grow_with_the_database()
    {
        for (var i = 0; i < 80; i++)
            await Store.AcceptAsync(Samples.Event($"id-{i}", user: $"{i}", bodyLength: 1 << 20), Cancel);

        Assert.InRange(new FileInfo(Database.Path).Length, 60 << 20, long.MaxValue);
        Assert.InRange(new FileInfo(Database.Path + "-wal").Length, 1, 24 << 20);
    }
}
