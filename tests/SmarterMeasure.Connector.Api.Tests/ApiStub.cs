using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Api.Tests;

/// <summary>A server that gives scripted answers, and keeps what it was asked.</summary>
internal sealed class ApiStub : IAsyncDisposable
{
    public const string Secret = "canary-secret";

    private readonly WebApplication _app;
    private readonly Func<HttpContext, int, Task> _answer;

    private ApiStub(Func<HttpContext, int, Task> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public SkippingTime Time { get; } = new(TimeSpan.FromSeconds(30));

    public SmarterMeasureClient Client { get; private set; } = null!;

    public static async Task<ApiStub> StartAsync(Func<HttpContext, int, Task> answer, int pageSize = 50)
    {
        var stub = new ApiStub(answer);
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        stub.Client = new SmarterMeasureClient(
            new ApiSettings { BaseUrl = new Uri(stub._app.Urls.First() + "/v3"), AccessKey = "canary-key", Secret = Secret, PageSize = pageSize },
            stub.Time);
        return stub;
    }

    public static Task<ApiStub> StartAsync(params (int Status, string Body)[] answers) =>
        StartAsync((context, n) =>
        {
            var (status, body) = answers[Math.Min(n, answers.Length - 1)];
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body, context.RequestAborted);
        });

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var number = Requests.Count;
        Requests.Enqueue(new Asked(context.Request.Method, target, body, context.Request.Headers.Authorization.ToString(),
            context.Request.Headers.TraceParent.ToString()));
        await _answer(context, number);
    }
}

internal sealed record Asked(string Method, string Target, string Body, string Authorization, string TraceParent);

/// <summary>A clock whose waits are over at once, apart from the limit of an attempt. Keeps what was waited for.</summary>
internal sealed class SkippingTime(TimeSpan limit) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public bool LimitPasses { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == limit)
            return base.CreateTimer(callback, state, LimitPasses ? TimeSpan.FromMilliseconds(200) : Timeout.InfiniteTimeSpan, period);

        if (dueTime > TimeSpan.Zero)
            Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
