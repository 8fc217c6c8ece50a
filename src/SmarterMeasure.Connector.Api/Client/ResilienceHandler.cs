using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>
/// Repeats a call that may succeed the next time, where a repetition does no harm: not a new registration, of which each call
/// makes one. An answer counts only once it is here as a whole.
/// </summary>
internal sealed class ResilienceHandler : DelegatingHandler
{
    private const int Retries = 3;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline<HttpResponseMessage> _once;
    private readonly ResiliencePipeline<HttpResponseMessage> _often;

    /// <param name="timeout">How long one attempt may take.</param>
    /// <param name="time">The time.</param>
    /// <param name="inner">Sends.</param>
    public ResilienceHandler(TimeSpan timeout, TimeProvider time, HttpMessageHandler inner)
        : base(inner)
    {
        _once = Pipeline(time).AddTimeout(timeout).Build();
        _often = Pipeline(time).AddRetry(Retry(time)).AddTimeout(timeout).Build();
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var pipeline = MayRepeat(request) ? _often : _once;
        try
        {
            return await pipeline.ExecuteAsync(
                static async (state, cancel) => await state.Handler.SendWholeAsync(state.Request, cancel),
                (Handler: this, Request: request),
                cancellationToken);
        }
        catch (TimeoutRejectedException late)
        {
            throw new TimeoutException("The API did not answer in time.", late);
        }
    }

    private async ValueTask<HttpResponseMessage> SendWholeAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var answer = await base.SendAsync(request, cancel);
        try
        {
            await answer.Content.LoadIntoBufferAsync(cancel);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private static bool MayRepeat(HttpRequestMessage request) =>
        request.Method != HttpMethod.Post
        || request.RequestUri!.AbsolutePath.EndsWith("/signon", StringComparison.Ordinal);

    private static ResiliencePipelineBuilder<HttpResponseMessage> Pipeline(TimeProvider time) => new() { TimeProvider = time };

    private static RetryStrategyOptions<HttpResponseMessage> Retry(TimeProvider time) => new()
    {
        MaxRetryAttempts = Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromMilliseconds(500),
        ShouldHandle = static attempt => ValueTask.FromResult(
            attempt.Outcome.Exception is HttpRequestException or TimeoutRejectedException or IOException
            || attempt.Outcome.Result?.StatusCode is
                HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError),
        DelayGenerator = attempt => ValueTask.FromResult(Asked(attempt.Outcome.Result, time)),
        OnRetry = static attempt =>
        {
            attempt.Outcome.Result?.Dispose();
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>The wait that the API asks for; null when it asks for none.</summary>
    private static TimeSpan? Asked(HttpResponseMessage? answer, TimeProvider time)
    {
        var after = answer?.Headers.RetryAfter;
        var wait = after?.Delta ?? after?.Date - time.GetUtcNow();
        return wait > LongestWait ? LongestWait : wait > TimeSpan.Zero ? wait : null;
    }
}
