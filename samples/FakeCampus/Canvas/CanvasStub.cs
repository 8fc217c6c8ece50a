using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FakeCampus.Canvas;

/// <summary>
/// A Canvas that runs in this process behind a real Kestrel on a free loopback port, stricter than the real one.
/// Serves the token endpoint, user profiles, the account's user search, assignments, and the submission of one student in one.
/// </summary>
public sealed class CanvasStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CanvasPipeline _pipeline;

    private CanvasStub(WebApplication app, CanvasPipeline pipeline) => (_app, _pipeline) = (app, pipeline);

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri BaseUrl => _pipeline.BaseUrl;

    public CanvasCampus Campus => _pipeline.Campus;

    public CanvasFaults Faults => _pipeline.Faults;

    public RequestThrottle Throttle => _pipeline.Throttle;

    public CanvasViolations Violations => _pipeline.Violations;

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyList<CanvasRequest> Requests => _pipeline.Requests;

    public static async Task<CanvasStub> StartAsync(CanvasCampus campus, CancellationToken cancellationToken = default)
    {
        var pipeline = new CanvasPipeline(campus);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });

        var app = builder.Build();
        app.Run(context => HandleAsync(pipeline, context));
        await app.StartAsync(cancellationToken);
        pipeline.BaseUrl = new Uri(app.Urls.Single().TrimEnd('/') + "/");
        return new CanvasStub(app, pipeline);
    }

    public async ValueTask DisposeAsync()
    {
        Faults.Clear();
        await _app.DisposeAsync();
    }

    private static async Task HandleAsync(CanvasPipeline pipeline, HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        await pipeline.HandleAsync(context, target, buffer.ToArray());
    }
}
