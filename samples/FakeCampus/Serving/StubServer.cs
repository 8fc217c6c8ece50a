using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FakeCampus.Serving;

/// <summary>
/// A closed system that runs in this process behind a real Kestrel on a free loopback port, stricter than the real one.
/// A subclass answers; this class applies faults around the answer, keeps the requests, and judges the client.
/// </summary>
public abstract class StubServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<StubRequest> _requests = new();
    private readonly QuietTime _quiet;
    private WebApplication? _app;
    private Uri? _baseUrl;
    private long _requestCount;

    protected StubServer(TimeProvider? clock = null)
    {
        Clock = clock ?? TimeProvider.System;
        _quiet = new QuietTime(Clock);
    }

    /// <summary>The clock of tokens, quotas and the times that throttled answers name.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri BaseUrl => _baseUrl ?? throw new InvalidOperationException("The stub was not started.");

    public StubFaults Faults { get; } = new();

    public Violations Violations { get; } = new();

    /// <summary>The wait that the answer of <see cref="StubFault.Throttled"/> names, in whole seconds.</summary>
    public TimeSpan ThrottledFor { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many requests may still come after a throttled answer, because a client that sends several at a time had them under
    /// way. May change while serving.
    /// </summary>
    public int UnderWay { get; set; }

    /// <summary>Whether <see cref="Requests"/> is filled; off for load.</summary>
    public bool KeepsRequests { get; init; } = true;

    /// <summary>Every request so far in the order of arrival, without its secrets.</summary>
    public IReadOnlyList<StubRequest> Requests => [.. _requests];

    /// <summary>How many requests came, kept or not.</summary>
    public long RequestCount => Interlocked.Read(ref _requestCount);

    /// <summary>The loopback port to listen on; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Begins to listen.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, Port);
        });

        _app = builder.Build();
        _app.Run(HandleAsync);
        await _app.StartAsync(cancellationToken);
        _baseUrl = new Uri(_app.Urls.Single().TrimEnd('/') + "/");
    }

    public async ValueTask DisposeAsync()
    {
        Faults.Clear();
        if (_app is not null)
            await _app.DisposeAsync();

        GC.SuppressFinalize(this);
    }

    /// <summary>The system's answer to a request that no fault has taken.</summary>
    protected abstract ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken);

    /// <summary>The system's 500.</summary>
    protected virtual StubAnswer ServerError(StubRequest request) => StubAnswer.Empty(500);

    /// <summary>The system's throttled answer; what its headers name is the time that the client has to stay away.</summary>
    protected virtual StubAnswer Throttled(StubRequest request) => StubAnswer.Empty(429)
        .With("Retry-After", ((long)ThrottledFor.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    /// <summary>The system's answer to an expired token.</summary>
    protected virtual StubAnswer ExpiredToken(StubRequest request) => StubAnswer.Empty(401);

    /// <summary>The system's answer while it is down.</summary>
    protected virtual StubAnswer Unavailable(StubRequest request) => StubAnswer.Html(503, "503 Service Unavailable");

    /// <summary>Whether a throttled client must hold this request back too; a token endpoint may stand elsewhere.</summary>
    protected virtual bool IsThrottledToo(StubRequest request) => true;

    /// <summary>A last change to any answer, faulty or not, such as the headers of a rate limit.</summary>
    protected virtual StubAnswer Finish(StubRequest request, StubAnswer answer) => answer;

    private async Task HandleAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        Interlocked.Increment(ref _requestCount);
        StubRequest? kept = null;
        if (KeepsRequests)
            _requests.Enqueue(kept = RequestMask.Apply(request));

        Violations.InspectUrl(request.Target);
        if (IsThrottledToo(request) && _quiet.IsBroken(UnderWay))
            Violations.Add(Violations.SentWhileThrottled);

        var fault = Faults.Take(request);
        if (fault == StubFault.ResetBefore)
        {
            context.Abort();
            return;
        }

        if (fault is StubFault.LateHeld or StubFault.LateReset)
        {
            Faults.Late.Add(async () => (await AnswerAsync(request, CancellationToken.None)).Status);
            if (fault == StubFault.LateHeld)
                await Faults.HoldAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        var answer = Finish(request, fault switch
        {
            StubFault.ServerError => ServerError(request),
            StubFault.BadGatewayPage => StubAnswer.Html(502, "502 Bad Gateway"),
            StubFault.Throttled => Throttled(request),
            StubFault.ExpiredToken => ExpiredToken(request),
            StubFault.Unavailable => Unavailable(request),
            _ => await AnswerAsync(request, context.RequestAborted),
        });
        _quiet.Hear(answer);
        if (fault == StubFault.Slow)
            await Faults.HoldAsync(context.RequestAborted);

        if (fault == StubFault.ResetAfter || (fault == StubFault.HalfAnswer && answer.Body.Length == 0))
        {
            context.Abort();
            return;
        }

        kept?.Status = answer.Status;
        request.Status = answer.Status;
        await SendAsync(context, answer, half: fault == StubFault.HalfAnswer);
    }

    private static async ValueTask<StubRequest> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var headers = new Dictionary<string, string>(request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Headers)
            headers[name] = value.ToString();

        byte[] body = [];
        if (request.ContentLength is > 0 and <= 1 << 24)
        {
            body = new byte[request.ContentLength.Value];
            await request.Body.ReadExactlyAsync(body, context.RequestAborted);
        }
        else if (request.ContentLength is null)
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer, context.RequestAborted);
            body = buffer.ToArray();
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return new StubRequest(request.Method, target, headers, body);
    }

    private static async Task SendAsync(HttpContext context, StubAnswer answer, bool half)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;

        if (answer.Status is 204 or 304)
            return;

        if (answer.ContentType is not null)
            response.ContentType = answer.ContentType;

        // Too few bytes for the announced length: Kestrel sends them and closes the connection.
        response.ContentLength = answer.Body.Length;
        var sent = half ? answer.Body.AsMemory(0, answer.Body.Length / 2) : answer.Body;
        await response.Body.WriteAsync(sent, context.RequestAborted);
    }
}
