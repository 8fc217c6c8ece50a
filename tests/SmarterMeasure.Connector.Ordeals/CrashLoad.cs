using System.Net;
using FakeCampus.Vendor;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>Sends events as the vendor does: whatever is not answered with 200 comes again, and some come twice anyway.</summary>
internal sealed class CrashLoad(ServerProcess server, IReadOnlyList<AssessmentEvent> events, int senders, int seed) : IAsyncDisposable
{
    public const string Key = "6b0c1f5d2e9a47388d41f0c7a35be912";

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly Queue<AssessmentEvent> _unanswered = new();
    private readonly List<AssessmentEvent> _acked = [];
    private readonly HashSet<string> _ackedIds = [];
    private Task _sending = Task.CompletedTask;
    private int _next;

    /// <summary>The events that were answered with 200.</summary>
    public IReadOnlyCollection<AssessmentEvent> Acked => _acked;

    /// <summary>Begins to send so many events, and returns when some of them have been answered.</summary>
    public async Task SendAsync(int count, int killAfter, CancellationToken cancel)
    {
        await _sending; // What was cut off is among the unanswered now.
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (left, answered) = (count, 0);
        _sending = Task.WhenAll(Enumerable.Range(0, senders).Select(_ => SendLoopAsync()));
        await Task.WhenAny(reached.Task, _sending);

        async Task SendLoopAsync()
        {
            await Task.Yield();
            while (Interlocked.Decrement(ref left) >= 0 && Take() is { } one)
            {
                if (!await PostAsync(one, cancel))
                    return; // The process is gone.
                if (Interlocked.Increment(ref answered) >= killAfter)
                    reached.TrySetResult();
            }
        }
    }

    /// <summary>Sends again what was never answered.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        await _sending;
        while (_unanswered.TryPeek(out _))
        {
            if (!await PostAsync(Take()!, cancel))
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sending;
        _client.Dispose();
    }

    private AssessmentEvent? Take()
    {
        lock (_gate)
        {
            if (_unanswered.TryDequeue(out var again))
                return again;
            if (_acked.Count > 0 && _random.Next(5) == 0)
                return _acked[_random.Next(_acked.Count)]; // A delivery that the vendor doubles.
            return _next < events.Count ? events[_next++] : null;
        }
    }

    private async Task<bool> PostAsync(AssessmentEvent one, CancellationToken cancel)
    {
        var isXml = one.CallbackId[^1] % 2 == 0;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.BaseUrl, "/webhooks/smartermeasure"))
        {
            Content = new ByteArrayContent(isXml ? VendorXml.Write(one) : VendorJson.Write(one)),
            Headers = { { "X-SmarterMeasure-Verification-Key", Key } },
        };
        try
        {
            using var answer = await _client.SendAsync(request, cancel);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                lock (_gate)
                {
                    if (_ackedIds.Add(one.CallbackId))
                        _acked.Add(one);
                }

                return true;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // Killed in the midst, or not up yet.
        }

        lock (_gate)
        {
            if (!_ackedIds.Contains(one.CallbackId))
                _unanswered.Enqueue(one);
        }

        return false;
    }
}
