using System.Text.Json;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Reconciling;
using SmarterMeasure.Connector.Retention;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// The inbox and ledger of one node in a PostgreSQL database that others share. Accepting commits in groups, everything
/// else in transactions of its own. Safe for use from many threads. Disposal finishes what was accepted.
/// </summary>
internal sealed class PostgreSqlStore : IInbox, ILedger, IAsyncDisposable
{
    private readonly DatabaseServer _server;
    private readonly WorkSignals _signals;
    private readonly Database _database;
    private readonly AcceptQueue _accepting;
    private bool _isDisposed;

    /// <param name="connectionString">Where the database is.</param>
    /// <param name="time">The node's clock.</param>
    /// <exception cref="Configuration.ConfigurationException">The connection string is not usable.</exception>
    public PostgreSqlStore(string connectionString, TimeProvider time)
        : this(connectionString, time, serverClock: null)
    {
    }

    /// <param name="connectionString">Where the database is.</param>
    /// <param name="time">The node's clock.</param>
    /// <param name="serverClock">Stands for the database server's clock.</param>
    internal PostgreSqlStore(string connectionString, TimeProvider time, Func<DateTimeOffset>? serverClock)
    {
        _server = new DatabaseServer(connectionString);
        _signals = new WorkSignals(_server, time);
        _database = new Database(_server, new StoreClock(time, serverClock), _signals);
        _accepting = new AcceptQueue(_database);
        Events = new PostgreSqlInboxOperations(_database);
        Deliveries = new PostgreSqlLedgerOperations(_database);
        Retention = new PostgreSqlRetention(_database);
        Credentials = new PostgreSqlNamedValues(_database, NamedValues.Credentials);
        Cursors = new PostgreSqlNamedValues(_database, NamedValues.Cursors);
        Reported = new PostgreSqlReportedResults(_database);
    }

    public IInboxOperations Events { get; }

    public ILedgerOperations Deliveries { get; }

    public IRetention Retention { get; }

    public ICredentialStore Credentials { get; }

    public ISharedValues Cursors { get; }

    public IReportedResults Reported { get; }

    /// <summary>Takes over what another store holds.</summary>
    public PostgreSqlImport Import => new(_database);

    /// <inheritdoc cref="AcceptQueue.Commits"/>
    public long Commits => _accepting.Commits;

    /// <inheritdoc cref="AcceptQueue.Queued"/>
    public int Queued => _accepting.Queued;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancel)
    {
        await _database.WriteAsync(static _ => Task.FromResult(true), cancel); // Any write brings the tables up to date.
        await _signals.ListenAsync(cancel);
    }

    /// <summary>
    /// Does nothing: of no other process it is known that it is gone, since it may be on another machine. The leases of one
    /// that died run their time.
    /// </summary>
    public Task TakeOverAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<Acceptance> AcceptAsync(ReceivedEvent received, CancellationToken cancel) =>
        _accepting.AcceptAsync(received, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LeasedEvent>> LeaseAsync(int max, TimeSpan lease, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _database.WriteAsync(session => EventTable.LeaseAsync(session, max, lease), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> CompleteAsync(
        LeasedEvent leased, IReadOnlyList<NewDelivery> deliveries, CancellationToken cancel)
    {
        var payloads = deliveries
            .Select(delivery => JsonSerializer.Serialize(delivery.Result, LedgerJson.Default.SectionResult))
            .ToArray();
        return _database.WriteAsync(session => EventTable.CompleteAsync(session, leased, deliveries, payloads), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(
        LeasedEvent leased, EventState state, string reason, DateTimeOffset dueAt, CancellationToken cancel)
    {
        if (state is not (EventState.Retrying or EventState.Dead or EventState.Quarantined or EventState.Handled))
            throw new ArgumentOutOfRangeException(nameof(state), state, "No attempt ends like this.");

        return _database.WriteAsync(session => EventTable.ReleaseAsync(session, leased, state, reason, dueAt), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> GiveBackAsync(
        LeasedEvent leased, string reason, DateTimeOffset dueAt, CancellationToken cancel) =>
        _database.WriteAsync(session => EventTable.GiveBackAsync(session, leased, reason, dueAt), cancel);

    /// <inheritdoc/>
    Task IInbox.WaitForWorkAsync(TimeSpan atMost, CancellationToken cancel) =>
        _signals.WaitForEventAsync(atMost, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Delivery>> LeaseAsync(
        string destination, int max, TimeSpan lease, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _database.WriteAsync(session => DeliveryTable.LeaseAsync(session, destination, max, lease), cancel);
    }

    /// <inheritdoc/>
    public Task<AccountClaim> ClaimAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        return _database.WriteAsync(session => AccountClaims.ClaimAsync(session, delivery, account), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancel)
    {
        if (settlement.State is DeliveryState.Pending or DeliveryState.Sending)
            throw new ArgumentOutOfRangeException(nameof(settlement), settlement.State, "No attempt ends like this.");

        return _database.WriteAsync(session => DeliveryTable.SettleAsync(session, delivery, settlement), cancel);
    }

    /// <inheritdoc/>
    Task ILedger.WaitForWorkAsync(string destination, TimeSpan atMost, CancellationToken cancel) =>
        _signals.WaitForDeliveryAsync(destination, atMost, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;

        await _accepting.DisposeAsync();
        await _signals.DisposeAsync();
        await _server.DisposeAsync();
    }
}
