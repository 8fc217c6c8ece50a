using System.Threading.Channels;

namespace FakeCampus.Vendor;

/// <summary>
/// Delivers the events of whole students as the vendor does: posts, counts only 200 within the timeout, sends anything
/// else again. May be used for several runs, also at once.
/// </summary>
public sealed class VendorSimulator(VendorOptions options, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly HttpClient _client = new(
        handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, disposeHandler: handler is null)
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <summary>Delivers everything, and returns when each event is accepted or discarded.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public async Task<VendorReport> SendAsync(
        IReadOnlyCollection<AssessmentScript> scripts, CancellationToken cancellationToken = default)
    {
        var deliveries = DeliveryPlan.Make(scripts, options).Select(request => new Pending(request)).ToList();
        var ready = Channel.CreateUnbounded<Pending>();
        var open = deliveries.Count;
        foreach (var delivery in deliveries)
            ready.Writer.TryWrite(delivery);

        if (open == 0)
            ready.Writer.Complete();

        await Task.WhenAll(Enumerable.Range(0, Math.Max(1, options.Concurrency)).Select(_ => WorkAsync()));
        return new VendorReport([.. deliveries.Select(delivery => delivery.Report())]);

        async Task WorkAsync()
        {
            await foreach (var delivery in ready.Reader.ReadAllAsync(cancellationToken))
            {
                delivery.Attempts.Add(await AttemptAsync(delivery.Request, cancellationToken));
                if (!delivery.IsOver(options.Retries))
                    _ = QueueAgainAsync(delivery);
                else if (Interlocked.Decrement(ref open) == 0)
                    ready.Writer.Complete();
            }
        }

        async Task QueueAgainAsync(Pending delivery)
        {
            // A cancelled run ends the workers; the delay has nobody to tell.
            await Task.Delay(options.Retries.Interval, options.Clock, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ready.Writer.TryWrite(delivery);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<DeliveryAttempt> AttemptAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        var started = options.Clock.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.Timeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var message = request.Make();
        try
        {
            using var response = await _client.SendAsync(message, either.Token);
            return new DeliveryAttempt((int)response.StatusCode, null, options.Clock.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new DeliveryAttempt(null, "timeout", options.Clock.GetElapsedTime(started));
        }
        catch (HttpRequestException failure)
        {
            return new DeliveryAttempt(null, failure.HttpRequestError.ToString(), options.Clock.GetElapsedTime(started));
        }
    }

    private sealed class Pending(WebhookRequest request)
    {
        public WebhookRequest Request => request;

        public List<DeliveryAttempt> Attempts { get; } = [];

        // Strangers do not try again, and a broken body would be the same the next time.
        public bool IsOver(RetrySchedule retries) =>
            Attempts[^1].Succeeded || request.Bad is not null || Attempts.Count >= retries.Attempts;

        public Delivery Report() => new(
            request.Event.CallbackId, request.Event.Event, request.Event.Student.UserId, request.Format, request.Bad, Attempts);
    }
}
