using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FakeCampus.Tests.Vendor;

/// <summary>A webhook on a real port that keeps what it gets and answers as told.</summary>
public sealed class WebhookRecorder : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookRecorder(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    public ConcurrentQueue<Received> All { get; } = [];

    public Func<Received, int, int> Answer { get; set; } = (_, _) => 200;

    public static async Task<WebhookRecorder> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var recorder = new WebhookRecorder(app);
        app.Run(recorder.ReceiveAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        recorder.Url = new Uri(app.Urls.Single() + "/hook?tenant=a");
        return recorder;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var received = new Received(
            context.Request.Method,
            context.Request.QueryString.Value ?? "",
            context.Request.Headers["X-SmarterMeasure-Verification-Key"].ToString(),
            context.Request.ContentType,
            await reader.ReadToEndAsync(context.RequestAborted));
        All.Enqueue(received);
        context.Response.StatusCode = Answer(received, All.Count);
    }

    public sealed record Received(string Method, string Query, string KeyHeader, string? ContentType, string Body);
}
