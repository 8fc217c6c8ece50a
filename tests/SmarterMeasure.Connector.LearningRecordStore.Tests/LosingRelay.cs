using System.Net;
using System.Net.Sockets;

namespace SmarterMeasure.Connector.LearningRecordStore.Tests;

/// <summary>
/// Stands between the connector and the store. On the first connection it takes the store's answer and breaks off instead of
/// passing it on: the store has done what was asked, and the connector cannot know.
/// </summary>
internal sealed class LosingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _store;
    private readonly Task _work;

    public LosingRelay(Uri store)
    {
        _store = store;
        _listener.Start();
        BaseUrl = new UriBuilder(store) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _work = RelayAsync();
    }

    public Uri BaseUrl { get; }

    /// <summary>The first line of the answer that was lost.</summary>
    public string? Lost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
    }

    // One connection after the other: the test sends one request at a time.
    private async Task RelayAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _store.Port, _end.Token);
            var asked = client.GetStream().CopyToAsync(server.GetStream(), _end.Token);
            if (Lost is null)
                Lost = await FirstLineAsync(server.GetStream());
            else
                await Task.WhenAny(asked, server.GetStream().CopyToAsync(client.GetStream(), _end.Token));
        }
    }

    private async Task<string> FirstLineAsync(Stream answer)
    {
        using var reader = new StreamReader(answer, leaveOpen: true);
        return await reader.ReadLineAsync(_end.Token) ?? "";
    }
}
