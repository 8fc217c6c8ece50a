using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>A store on a file of its own, open, and short ways to say things.</summary>
public abstract class StoreTests : IAsyncLifetime
{
    private protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected SqliteDatabase Database { get; } = new();

    private protected SqliteStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = Database.NewStore();
        await Store.OpenAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<Acceptance> AcceptAsync(string id) => Store.AcceptAsync(Samples.Event(id, user: id), Cancel);

    private protected static async Task<int> CountAsync(SqliteStore store)
    {
        await store.OpenAsync(Cancel);
        return await store.Events.ListAsync(EventFilter.All, Cancel).CountAsync(Cancel);
    }

    /// <summary>Returns when the writer has taken what was queued: it then waits for the lock that the test holds.</summary>
    private protected async Task WaitUntilWriterIsBusyAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (Store.Queued > 0)
            await Task.Delay(1, limit.Token);
    }
}
