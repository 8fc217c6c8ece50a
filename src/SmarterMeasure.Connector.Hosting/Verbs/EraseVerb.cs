using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>erase</c>: forgets one student.</summary>
internal static class EraseVerb
{
    private const string Consent = "yes";

    public static Verb Of(VerbHost host)
    {
        var userId = new Option<string>("--user-id")
        {
            Description = "The registration whose personal data is to go.",
            HelpName = "ID",
            Required = true,
        };
        userId.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var id }] && string.IsNullOrWhiteSpace(id))
                result.AddError("--user-id must not be blank.");
        });
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var verb = new Verb(
            "erase",
            "Remove one student's personal data for good: bodies, results and the registration's id, also of what waits.",
            "erase --user-id 8152142",
            "erase --user-id 8152142 --yes --json")
        {
            userId,
            yes,
        };
        return verb.Does(host, async (run, cancel) =>
        {
            var id = run.Parsed.GetRequiredValue(userId);
            if (!run.Parsed.GetValue(yes) && !await ConsentsAsync(run.Terminal, id, cancel))
            {
                await run.Terminal.Error.WriteLineAsync("Nothing was erased.");
                return ExitCodes.Fault;
            }

            var erased = await run.Services.GetRequiredService<IRetention>().EraseAsync(id, cancel);
            if (run.Json)
                await run.Output.WriteLineAsync(JsonSerializer.Serialize(erased, VerbJson.Default.Erasure));
            else if (erased is { Events: 0, Deliveries: 0 })
                await run.Output.WriteLineAsync("There was nothing of this registration.");
            else
                await run.Output.WriteLineAsync(
                    $"Erased: {Printable.Count(erased.Events, "event")}, {Printable.Count(erased.Deliveries, "delivery", "deliveries")}.");
            return ExitCodes.Ok;
        });
    }

    private static async Task<bool> ConsentsAsync(Terminal terminal, string userId, CancellationToken cancel)
    {
        await terminal.Error.WriteAsync(
            $"Erase all data of registration {Printable.Of(userId)}? It cannot be undone. Type {Consent}: ");
        var answer = await terminal.Input.ReadLineAsync(cancel);
        return Consent.Equals(answer?.Trim(), StringComparison.OrdinalIgnoreCase);
    }
}
