using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// Wakes workers when there is work: those of this node directly, those of other nodes through the database. A signal
/// that is lost on its way costs no more than the time until a worker looks by itself. Safe for use from many threads.
/// </summary>
internal sealed class WorkSignals(DatabaseServer server, TimeProvider time) : IAsyncDisposable
{
    private const string Events = "e";
    private const string Deliveries = "d ";

    /// <summary>How long the end waits until what was told is on its way.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ReadyWork _ready = new(time);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _unsent = new(StringComparer.Ordinal);
    private readonly string _node = Guid.NewGuid().ToString("N")[..12];
    private Task _sending = Task.CompletedTask;
    private Listener? _listener;

    private string Channel => "smarter_" + server.Schema;

    /// <summary>Begins to hear what other nodes tell. Returns once it does, or has failed and will try again.</summary>
    public async Task ListenAsync(CancellationToken cancel)
    {
        lock (_gate)
            _listener ??= new Listener(server, Channel, time, Hear, HearAgain);

        await _listener.FirstAttempt.WaitAsync(cancel);
    }

    /// <summary>Tells of work that was committed.</summary>
    public void Announce(bool hasEvent, IReadOnlyCollection<string> destinations)
    {
        if (!hasEvent && destinations.Count == 0)
            return;

        lock (_gate)
        {
            Wake(hasEvent, destinations);
            if (hasEvent)
                _unsent.Add(Events);

            foreach (var destination in destinations)
                _unsent.Add(Deliveries + destination);

            // Not in the transaction: its commit would hold a lock of the whole server while it waits for the disk. And
            // what comes while one message is on its way goes with the next.
            if (_sending.IsCompleted)
                _sending = Task.Run(SendAsync);
        }
    }

    public Task WaitForEventAsync(TimeSpan atMost, CancellationToken cancel) => _ready.WaitForEventAsync(atMost, cancel);

    public Task WaitForDeliveryAsync(string destination, TimeSpan atMost, CancellationToken cancel) =>
        _ready.WaitForDeliveryAsync(destination, atMost, cancel);

    public async ValueTask DisposeAsync()
    {
        _stop.CancelAfter(Farewell);
        Task sending;
        lock (_gate)
            sending = _sending;

        await sending;
        await _stop.CancelAsync();
        if (_listener is not null)
            await _listener.DisposeAsync();

        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        while (true)
        {
            string[] messages;
            lock (_gate)
            {
                if (_unsent.Count == 0)
                {
                    _sending = Task.CompletedTask;
                    return;
                }

                messages = [.. _unsent.Select(message => $"{_node} {message}")];
                _unsent.Clear();
            }

            try
            {
                await using var connection = await server.OpenAsync(_stop.Token);
                await using var notify = new StatementBatch(connection)
                    .Add("SELECT pg_notify($1, message) FROM unnest($2) AS message").Bind(Channel).Bind(messages);
                await notify.ExecuteAsync(_stop.Token);
            }
            catch (Exception failure) when (PostgreSqlErrors.IsOfDatabase(failure) || failure is ObjectDisposedException
                or OperationCanceledException)
            {
                // The other nodes look by themselves.
            }
        }
    }

    private void Hear(string message)
    {
        if (message.Split(' ', 2) is not [var node, var work] || node == _node)
            return;

        lock (_gate)
        {
            if (work == Events)
                Wake(hasEvent: true, []);
            else if (work.StartsWith(Deliveries, StringComparison.Ordinal))
                Wake(hasEvent: false, [work[Deliveries.Length..]]);
        }
    }

    /// <summary>Something may have been missed.</summary>
    private void HearAgain()
    {
        lock (_gate)
            Wake(hasEvent: true, []);
    }

    private void Wake(bool hasEvent, IReadOnlyCollection<string> destinations)
    {
        if (hasEvent)
            _ready.MarkEvent();

        foreach (var destination in destinations)
            _ready.MarkDelivery(destination);

        _ready.Announce();
    }
}
