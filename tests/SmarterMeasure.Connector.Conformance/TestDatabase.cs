using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Reconciling;
using SmarterMeasure.Connector.Retention;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>A database of the kind under test, empty at first and gone after disposal.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>Opens a store on it, as a process would; several may be open at a time.</summary>
    public async Task<OpenStore> OpenAsync(TimeProvider time)
    {
        var store = Connect(time);
        await store.Inbox.OpenAsync(TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>
    /// Whether the store can know that the one who held a lease is gone. One that many machines share cannot.
    /// </summary>
    public virtual bool KnowsWhoIsGone => true;

    protected abstract OpenStore Connect(TimeProvider time);

    public abstract ValueTask DisposeAsync();
}

/// <summary>A store, by each of the contracts that it keeps.</summary>
public sealed record OpenStore(
    IInbox Inbox,
    ILedger Ledger,
    IInboxOperations Events,
    ILedgerOperations Deliveries,
    IRetention Retention,
    ICredentialStore Credentials,
    ISharedValues Cursors,
    IReportedResults Reported,
    IAsyncDisposable Owner) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Owner.DisposeAsync();
}
