using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;
using SmarterMeasure.Connector.Api.Errors;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>Sends requests until there is an answer to read, and turns every failure into our exception.</summary>
internal sealed class Answers(ApiSettings settings, TimeProvider time)
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly ResiliencePipeline _repeatable = Pipeline(time, failure => failure.IsTransient);
    private readonly ResiliencePipeline _once = Pipeline(time, failure => failure is { IsTransient: true, MayHaveHappened: false });

    /// <summary>Reads what the answer to a request that may be sent twice says.</summary>
    public async Task<T> ReadAsync<T>(
        Func<CancellationToken, Task<HttpResponseMessage>> send, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class =>
        await SendAsync(_repeatable, send, (answer, body) => Parse(answer, body, type), cancel);

    /// <summary>Sends a request that may be sent twice.</summary>
    public Task<T> ReadAsync<T>(
        Func<CancellationToken, Task<HttpResponseMessage>> send, Func<HttpResponseMessage, ReadOnlyMemory<byte>, T> read, CancellationToken cancel) =>
        SendAsync(_repeatable, send, read, cancel);

    /// <summary>Sends a request that is sent again only when it certainly had no effect.</summary>
    public Task<T> ReadOnceAsync<T>(
        Func<CancellationToken, Task<HttpResponseMessage>> send, Func<HttpResponseMessage, ReadOnlyMemory<byte>, T> read, CancellationToken cancel) =>
        SendAsync(_once, send, read, cancel);

    private async Task<T> SendAsync<T>(
        ResiliencePipeline pipeline, Func<CancellationToken, Task<HttpResponseMessage>> send,
        Func<HttpResponseMessage, ReadOnlyMemory<byte>, T> read, CancellationToken cancel) =>
        await pipeline.ExecuteAsync(async token => await AttemptAsync(send, read, token), cancel);

    private async Task<T> AttemptAsync<T>(
        Func<CancellationToken, Task<HttpResponseMessage>> send, Func<HttpResponseMessage, ReadOnlyMemory<byte>, T> read, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var answer = await send(either.Token);
            using var body = await AnswerBody.ReadAsync(answer.Content, MaxBytes, either.Token);
            return answer.IsSuccessStatusCode
                ? read(answer, body.Memory)
                : throw SmarterMeasureApiException.Refused(answer.StatusCode, ErrorCode.Find(body.Memory), RetryAfter(answer));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw SmarterMeasureApiException.TooLate(settings.Timeout);
        }
        catch (Exception failure) when (Transport(failure) is { } transport)
        {
            cancel.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
                throw SmarterMeasureApiException.TooLate(settings.Timeout);

            // Without the inner exception: its text could hold the address, and with it an id.
            throw SmarterMeasureApiException.Unreachable(transport);
        }
    }

    // Refit wraps what went wrong below it.
    private static HttpRequestError? Transport(Exception failure) => failure switch
    {
        SmarterMeasureApiException => null,
        HttpRequestException request => request.HttpRequestError,
        HttpIOException io => io.HttpRequestError,
        IOException => HttpRequestError.ResponseEnded,
        { InnerException: { } inner } => inner is OperationCanceledException ? HttpRequestError.Unknown : Transport(inner),
        _ => null,
    };

    private static T Parse<T>(HttpResponseMessage answer, ReadOnlyMemory<byte> body, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Text(body.Span), type) ?? throw SmarterMeasureApiException.Unreadable(answer.StatusCode);
        }
        catch (JsonException)
        {
            throw SmarterMeasureApiException.Unreadable(answer.StatusCode);
        }
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> body) =>
        body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static ResiliencePipeline Pipeline(TimeProvider time, Func<SmarterMeasureApiException, bool> again) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle(again),
                DelayGenerator = arguments => ValueTask.FromResult(Wait(arguments.Outcome.Exception)),
            })
            .Build();

    // Null leaves the delay to the strategy.
    private static TimeSpan? Wait(Exception? failure) =>
        failure is SmarterMeasureApiException { RetryAfter: { } wait } && wait > TimeSpan.Zero
            ? (wait < LongestWait ? wait : LongestWait) : null;
}
