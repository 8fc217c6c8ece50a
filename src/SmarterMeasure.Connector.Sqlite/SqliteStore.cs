using System.Text.Json;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Reconciling;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// The inbox and ledger of one node in one SQLite file: one writer that commits in groups, and readers beside it.
/// Safe for use from many threads, and beside other processes on the same file. Disposal finishes what was begun.
/// </summary>
internal sealed class SqliteStore : IInbox, ILedger, IAsyncDisposable
{
    private readonly DatabaseFile _file;
    private readonly ReadyWork _ready;
    private readonly GroupCommit _writer;
    private readonly TimeProvider _time;
    private ServingLock? _serving;

    /// <exception cref="Configuration.ConfigurationException">The connection string names no file.</exception>
    public SqliteStore(string connectionString, TimeProvider time)
    {
        _time = time;
        _file = new DatabaseFile(connectionString);
        _ready = new ReadyWork(time);
        _writer = new GroupCommit(_file, _ready, time);
        Events = new SqliteInboxOperations(_file, _writer);
        Deliveries = new SqliteLedgerOperations(_file, _writer);
        Retention = new SqliteRetention(_file, _writer);
        Credentials = new SqliteNamedValues(
            _file, _writer, NamedValues.Credentials, static session => session.Credentials);
        Cursors = new SqliteNamedValues(_file, _writer, NamedValues.Cursors, static session => session.Cursors);
        Reported = new SqliteReportedResults(_file);
    }

    public IInboxOperations Events { get; }

    public ILedgerOperations Deliveries { get; }

    public SqliteRetention Retention { get; }

    public SqliteNamedValues Credentials { get; }

    public SqliteNamedValues Cursors { get; }

    public IReportedResults Reported { get; }

    /// <inheritdoc cref="GroupCommit.Commits"/>
    public long Commits => _writer.Commits;

    /// <inheritdoc cref="GroupCommit.Queued"/>
    public int Queued => _writer.Queued;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancel)
    {
        while (await _writer.RunAsync(static session => session.Keys.IsReaching, cancel))
        {
            // Any write opens, and takes a step.
        }
    }

    /// <inheritdoc/>
    public async Task TakeOverAsync(CancellationToken cancel)
    {
        using (var alone = ServingLock.TryTakeAlone(_file))
        {
            if (alone is not null)
                await _writer.RunAsync(EndEventLeases, cancel); // Whoever held one is gone, for nobody else serves.
        }

        _serving ??= await ServingLock.ShareAsync(_file, _time, cancel);

        // Not those of deliveries: a destination may still be at work on a request whose sender is gone.
        static bool EndEventLeases(WriteSession session)
        {
            session.Events.EndLeases();
            return true;
        }
    }

    /// <inheritdoc/>
    public Task<Acceptance> AcceptAsync(ReceivedEvent received, CancellationToken cancel)
    {
        var key = EventKey.Of(DedupKey.Of(received));
        return _writer.RunAsync(
            session => session.Events.Accept(received, key), cancel, owned: received.Body, mayLeave: true);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LeasedEvent>> LeaseAsync(int max, TimeSpan lease, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _writer.RunAsync(session => session.Events.Lease(max, lease), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> CompleteAsync(
        LeasedEvent leased, IReadOnlyList<NewDelivery> deliveries, CancellationToken cancel)
    {
        var payloads = deliveries
            .Select(delivery => JsonSerializer.SerializeToUtf8Bytes(delivery.Result, LedgerJson.Default.SectionResult))
            .ToArray();
        return _writer.RunAsync(
            session =>
            {
                if (!session.Events.End(leased, EventState.Handled, reason: null, dueAt: null))
                    return false;

                for (var i = 0; i < payloads.Length; i++)
                    session.Deliveries.Store(leased, deliveries[i], payloads[i]);

                return true;
            },
            cancel);
    }

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(
        LeasedEvent leased, EventState state, string reason, DateTimeOffset dueAt, CancellationToken cancel)
    {
        if (state is not (EventState.Retrying or EventState.Dead or EventState.Quarantined or EventState.Handled))
            throw new ArgumentOutOfRangeException(nameof(state), state, "No attempt ends like this.");

        DateTimeOffset? due = state == EventState.Retrying ? dueAt : null;
        return _writer.RunAsync(session => session.Events.End(leased, state, reason, due), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> GiveBackAsync(
        LeasedEvent leased, string reason, DateTimeOffset dueAt, CancellationToken cancel) =>
        _writer.RunAsync(session => session.Events.GiveBack(leased, reason, dueAt), cancel);

    /// <inheritdoc/>
    Task IInbox.WaitForWorkAsync(TimeSpan atMost, CancellationToken cancel) => _ready.WaitForEventAsync(atMost, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Delivery>> LeaseAsync(
        string destination, int max, TimeSpan lease, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _writer.RunAsync(session => session.Deliveries.Lease(destination, max, lease), cancel);
    }

    /// <inheritdoc/>
    public Task<AccountClaim> ClaimAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        return _writer.RunAsync(session => session.Claims.Claim(delivery, account), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancel)
    {
        if (settlement.State is DeliveryState.Pending or DeliveryState.Sending)
            throw new ArgumentOutOfRangeException(nameof(settlement), settlement.State, "No attempt ends like this.");

        return _writer.RunAsync(session => session.Deliveries.Settle(delivery, settlement), cancel);
    }

    /// <inheritdoc/>
    Task ILedger.WaitForWorkAsync(string destination, TimeSpan atMost, CancellationToken cancel) =>
        _ready.WaitForDeliveryAsync(destination, atMost, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _serving?.Dispose();
    }
}
