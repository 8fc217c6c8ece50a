using Octokit.Webhooks;
using Octokit.Webhooks.AspNetCore;
using Octokit.Webhooks.Events;
using Octokit.Webhooks.Events.Star;

// The peer of the accept measurement: a typed receiver of another vendor's webhooks, which stores nothing.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSingleton<WebhookEventProcessor, CountingProcessor>();
var app = builder.Build();
app.MapGitHubWebhooks("/webhooks/github", "0123456789abcdef0123456789abcdef");
await app.RunAsync();

internal sealed class CountingProcessor : WebhookEventProcessor
{
    private long _stars;

    protected override ValueTask ProcessStarWebhookAsync(
        WebhookHeaders headers, StarEvent starEvent, StarAction action, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _stars);
        return ValueTask.CompletedTask;
    }
}
