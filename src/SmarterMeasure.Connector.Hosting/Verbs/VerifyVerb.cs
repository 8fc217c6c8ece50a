using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Hosting.Selection;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>verify</c>: reads back what the ledger calls delivered.</summary>
internal static class VerifyVerb
{
    public static Verb Of(VerbHost host)
    {
        var destination = RowSelection.Text("--destination", "The destination's configured name.", "NAME");
        destination.Required = true;
        var section = RowSelection.Text("--section", "Only results of this section.", "CODE");
        var repair = new Option<bool>("--repair")
        {
            Description = "Deliver again what is missing, and what stands with another student. What a person changed is left as it is.",
        };
        var verb = new Verb(
            "verify",
            "Compare what stands at a destination with what was delivered there, and say what does not. Reads only, unless it "
            + "repairs. A run that was broken off goes on where it was. Exits with 1 when something does not stand.",
            "verify --destination canvas",
            "verify --destination canvas --section lifefactors --json",
            "verify --destination canvas --repair")
        {
            destination,
            section,
            repair,
        };
        return verb.Does(host, async (run, cancel) =>
        {
            var (parsed, settings) = (run.Parsed, run.Services.GetRequiredService<SettingsSource>());
            var name = parsed.GetRequiredValue(destination)!.ToLowerInvariant();
            if (!settings.Destinations.TryGetValue(name, out var found))
            {
                var known = string.Join(", ", settings.Destinations.Keys.Order(StringComparer.Ordinal).DefaultIfEmpty("none"));
                return await FailAsync(run, $"There is no such destination. Configured: {known}.", ExitCodes.Usage);
            }

            return found is IVerifiableDestination verifiable
                ? await RunAsync(run, new(name, parsed.GetValue(section), parsed.GetValue(repair)), verifiable, cancel)
                : await FailAsync(run, $"{name} cannot be verified: destinations of its kind do not tell what stands there.");
        });
    }

    private static async Task<int> RunAsync(
        VerbRun run, VerifyRun.Order order, IVerifiableDestination destination, CancellationToken cancel)
    {
        await run.Services.GetRequiredService<IInbox>().OpenAsync(cancel);
        var progress = new Progress(run.Terminal, run.Services.GetRequiredService<TimeProvider>(), "results");
        try
        {
            var verification = run.Services.GetRequiredService<VerifyRun>();
            var report = await verification.RunAsync(order, destination, Watch(run, order, progress), cancel);
            progress.Dispose();
            await WriteAsync(run, report, cancel);
            return report.IsAllSame ? ExitCodes.Ok : ExitCodes.Fault;
        }
        catch (VerifyInterruptedException interrupted)
        {
            progress.Dispose();
            return await FailAsync(run, interrupted.Reason == VerifyInterruptedException.TakenOver
                ? "Another run goes on with this one: a second verify, or the job of a serving process."
                : $"{order.Destination} cannot be read back for now: {interrupted.Reason}. The same command goes on where it was.");
        }
        finally
        {
            progress.Dispose();
        }
    }

    private static VerifyWatch Watch(VerbRun run, VerifyRun.Order order, Progress progress) => new()
    {
        Resumed = before =>
        {
            progress.Advance((int)before.Compared, null);
            run.Terminal.Error.WriteLine($"Going on with the run of {Printable.Of(before.BegunAt)}, which has compared "
                + $"{Printable.Count(before.Compared, "result")}.");
        },
        Stepped = step => progress.Advance(step.Compared, null),
        Waits = (reason, wait) => run.Terminal.Error.WriteLine(
            $"{order.Destination} is left alone for {Printable.Count((long)Math.Ceiling(wait.TotalSeconds), "second")}: {Printable.Of(reason)}"),
    };

    private static async Task WriteAsync(VerbRun run, VerifyReport report, CancellationToken cancel)
    {
        if (run.Json)
        {
            await run.Output.WriteLineAsync(JsonSerializer.Serialize(report, VerbJson.Default.VerifyReport));
            return;
        }

        await run.Output.WriteLineAsync($"{Printable.Count(report.Compared, "result")} compared: {report.Same} same, "
            + $"{report.Changed} changed, {report.Missing} missing, {report.OtherStudent} with another student, {report.Unknown} unknown.");
        if (report.Redelivered > 0)
            await run.Output.WriteLineAsync($"{Printable.Count(report.Redelivered, "result is", "results are")} delivered again.");
        foreach (var fault in report.Faults)
            await run.Output.WriteLineAsync(Printable.Of($"Section {fault.Section} could not be compared: {fault.Reason}"));
        if (report.Differences.Count > 0)
            await Rows.VerifyDifferences.WriteAsync(run.Output, report.Differences.ToAsyncEnumerable(), cancel);
        if (report.Unlisted > 0)
            await run.Output.WriteLineAsync($"And {Printable.Count(report.Unlisted, "more", "more")}.");
    }

    private static async Task<int> FailAsync(VerbRun run, string fault, int exitCode = ExitCodes.Fault)
    {
        await run.Terminal.Error.WriteLineAsync(fault);
        return exitCode;
    }
}
