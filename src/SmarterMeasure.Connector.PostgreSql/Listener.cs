using Npgsql;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Hears what other nodes tell, on a connection of its own, which it opens again when it is lost.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly DatabaseServer _server;
    private readonly string _channel;
    private readonly TimeProvider _time;
    private readonly Action<string> _hear;
    private readonly Action _hearAgain;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _listening;

    /// <param name="server">Where to listen.</param>
    /// <param name="channel">To what.</param>
    /// <param name="time">Spaces the attempts to connect.</param>
    /// <param name="hear">Takes a message.</param>
    /// <param name="hearAgain">Called when the connection is there again after it was lost.</param>
    public Listener(DatabaseServer server, string channel, TimeProvider time, Action<string> hear, Action hearAgain)
    {
        (_server, _channel, _time, _hear, _hearAgain) = (server, channel, time, hear, hearAgain);
        _listening = Task.Run(RunAsync);
    }

    /// <summary>Ends when it listens for the first time, or when that has failed.</summary>
    public Task FirstAttempt => _firstAttempt.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync();
            }
            catch (Exception failure) when (PostgreSqlErrors.IsOfDatabase(failure)
                || failure is ObjectDisposedException or OperationCanceledException)
            {
                // Workers look by themselves meanwhile.
            }

            _firstAttempt.TrySetResult();
            await Task.Delay(Pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync()
    {
        await using var connection = await _server.OpenForListeningAsync(_stop.Token);
        connection.Notification += (_, heard) => _hear(heard.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {_channel}", connection))
            await listen.ExecuteNonQueryAsync(_stop.Token);

        if (!_firstAttempt.TrySetResult())
            _hearAgain();

        while (true)
            await connection.WaitAsync(_stop.Token);
    }
}
