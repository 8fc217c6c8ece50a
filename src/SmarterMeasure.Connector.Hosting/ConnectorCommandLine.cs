using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Hosting;

/// <summary>The verbs of a connector's binary.</summary>
internal static class ConnectorCommandLine
{
    public static RootCommand For(WebApplication app)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON for scripts." };

        var serve = new Command("serve", "Receive, dispatch and forward until stopped. The default.");
        serve.SetAction((_, cancel) => GuardAsync(() => ServeAsync(app, cancel)));

        var events = new Command("events", "Look at the inbox.");
        var listEvents = new Command("list", "List the events, oldest first.") { json };
        listEvents.SetAction((parsed, cancel) =>
            GuardAsync(() => Listings.EventsAsync(app.Services, parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancel)));
        events.Add(listEvents);

        var deliveries = new Command("deliveries", "Look at the ledger.");
        var listDeliveries = new Command("list", "List the deliveries, oldest first.") { json };
        listDeliveries.SetAction((parsed, cancel) =>
            GuardAsync(() => Listings.DeliveriesAsync(app.Services, parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancel)));
        deliveries.Add(listDeliveries);

        var root = new RootCommand("SmarterMeasure connector: results into your LMS or SIS, once and in order.");
        // Settings such as --urls or --SmarterMeasure:Path=/x are the host's, which has read them already.
        foreach (var command in (Command[])[root, serve, events, listEvents, deliveries, listDeliveries])
            command.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((_, cancel) => GuardAsync(() => ServeAsync(app, cancel)));
        root.Add(serve);
        root.Add(events);
        root.Add(deliveries);
        return root;
    }

    private static async Task<int> ServeAsync(WebApplication app, CancellationToken cancel)
    {
        // Before the host starts, which would log a fault of these with its whole stack.
        _ = app.Services.GetRequiredService<SettingsSource>().Current;
        await app.Services.GetRequiredService<IInbox>().OpenAsync(cancel);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // An address that cannot be bound, say; the server's own texts name it.
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCodes.Fault;
        }

        await app.WaitForShutdownAsync(cancel);
        return ExitCodes.Ok;
    }

    private static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception fault) when (fault is ConfigurationException or StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCodes.Fault;
        }
    }
}
