using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmarterMeasure.Connector.Api.Reconciling;
using SmarterMeasure.Connector.Hosting.CommandLine;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>serve</c>, which is also what a command line without a verb does.</summary>
internal static class ServeVerb
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    public static void AddTo(RootCommand root, WebApplication app, Terminal terminal)
    {
        var serve = new Verb(
            "serve",
            "Receive, dispatch and forward until stopped. The default.",
            "serve --urls http://127.0.0.1:5080",
            "serve --SmarterMeasure:MaxBodyBytes 65536");
        serve.SetAction((_, cancel) => RunAsync(cancel));
        root.SetAction((_, cancel) => RunAsync(cancel));
        root.Add(serve);

        Task<int> RunAsync(CancellationToken cancel) => Verb.GuardAsync(terminal, () => ServeAsync(app, terminal, cancel));
    }

    private static async Task<int> ServeAsync(WebApplication app, Terminal terminal, CancellationToken cancel)
    {
        // Before the host starts, which would log a fault of these with its whole stack.
        await app.Services.GetServices<IHostedService>().OfType<StartupCheck>().Single().RunAsync(cancel);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // An address that cannot be bound, say; the server's own texts name it. No worker has begun yet.
            await terminal.Error.WriteLineAsync(fault.Message);
            return ExitCodes.Fault;
        }

        // A program that does not add the API reconciles all the same, if it is configured.
        var services = app.Services;
        var isAdded = services.GetServices<IHostedService>().OfType<ReconcileWorker>().Any();
        using var reconciling = isAdded ? null : ReconcileWorker.Over(services);
        if (reconciling is not null)
        {
            // Before the store is closed.
            app.Lifetime.ApplicationStopping.Register(() => reconciling.StopAsync(CancellationToken.None).Wait(StopWithin));
            await reconciling.StartAsync(cancel);
        }

        await app.WaitForShutdownAsync(cancel);
        return ExitCodes.Ok;
    }
}
