namespace SmarterMeasure.Connector.TestHost;

/// <summary>The least that a webhook's server can do: drains the body and answers 200.</summary>
internal static class EmptyEndpoint
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost(ConnectorPath, DrainAsync);
        await app.RunAsync();
    }

    private const string ConnectorPath = "/webhooks/smartermeasure";

    private static async Task DrainAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }
}
