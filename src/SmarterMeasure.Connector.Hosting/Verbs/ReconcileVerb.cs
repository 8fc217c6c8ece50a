using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Api;
using SmarterMeasure.Connector.Api.Enrichment;
using SmarterMeasure.Connector.Api.Reconciling;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Hosting.Acting;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Hosting.Selection;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>reconcile</c>: fetches from the vendor's API what no webhook told.</summary>
internal static class ReconcileVerb
{
    public static Verb Of(VerbHost host)
    {
        var since = RowSelection.Time("--since", "Everything that changed at or after this time, in ISO 8601.");
        since.Required = true;
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Only list the results that are missing, call the handlers that return pushes, with EventContext.IsDryRun, "
                + "say what would be sent, and change nothing.",
        };
        var verb = new Verb(
            "reconcile",
            "Ask the vendor's API for results that no webhook told, and let them go the way of webhooks. A run that was "
            + "broken off goes on where it was when the same time is given again.",
            "reconcile --since 2026-09-01",
            "reconcile --since 2026-09-01T08:00:00Z --dry-run --json")
        {
            since,
            dryRun,
        };
        return verb.Does(host, async (run, cancel) =>
        {
            if (run.Services.GetRequiredService<SettingsSource>().Current.Api is null)
                return await FailAsync(run, "SmarterMeasure:Api is not configured: give its AccessKey and Secret.");

            var from = run.Parsed.GetRequiredValue(since)!.Value;
            try
            {
                return run.Parsed.GetValue(dryRun)
                    ? await ListAsync(run, from, cancel)
                    : await RunAsync(run, from, cancel);
            }
            catch (SmarterMeasureApiException failure)
            {
                return await FailAsync(run, $"The vendor's API failed: {ApiReasons.Of(failure)}. {failure.Message}");
            }
            catch (RetryLaterException failure)
            {
                return await FailAsync(run, $"The vendor's API failed: {failure.Reason}.");
            }
        });
    }

    private static async Task<int> RunAsync(VerbRun run, DateTimeOffset since, CancellationToken cancel)
    {
        await run.Services.GetRequiredService<IInbox>().OpenAsync(cancel);
        using var progress = NewProgress(run);
        var report = await ReconciliationOf(run).RunAsync(since, step => progress.Advance(step.Users, step.Total), cancel);
        progress.Dispose();
        await run.Output.WriteLineAsync(run.Json
            ? JsonSerializer.Serialize(report, VerbJson.Default.ReconcileReport)
            : $"{Printable.Count(report.Users, "user")} with {Printable.Count(report.Results, "result")}: "
                + $"{Printable.Count(report.Recovered, "result")} recovered.");
        return ExitCodes.Ok;
    }

    private static async Task<int> ListAsync(VerbRun run, DateTimeOffset since, CancellationToken cancel)
    {
        using var progress = NewProgress(run);
        var missing = MissingAsync(run, since, progress, cancel);
        if (run.Json)
            await JsonArray.WriteAsync(run.Output, missing, VerbJson.Default.MissingResult, cancel);
        else
            await Rows.MissingResults.WriteAsync(run.Output, missing, cancel, ForeseenText.Of);
        return ExitCodes.Ok;
    }

    private static async IAsyncEnumerable<MissingResult> MissingAsync(
        VerbRun run, DateTimeOffset since, Progress progress, [EnumeratorCancellation] CancellationToken cancel)
    {
        var rehearsal = Rehearsal.Over(run.Services);
        var foreseen = ReconciliationOf(run).ForeseeAsync(
            since, step => progress.Advance(step.Users, step.Total), cancel);
        await foreach (var received in foreseen)
        {
            using (received.Body)
                yield return MissingResult.Of(received.Envelope, await rehearsal.OfAsync(received, cancel));
        }
    }

    // A program that does not add the API has it on its command line all the same.
    private static Reconciliation ReconciliationOf(VerbRun run) =>
        run.Services.GetService<Reconciliation>() ?? Reconciliation.Over(run.Services);

    private static Progress NewProgress(VerbRun run) =>
        new(run.Terminal, run.Services.GetRequiredService<TimeProvider>(), "users");

    private static async Task<int> FailAsync(VerbRun run, string fault)
    {
        await run.Terminal.Error.WriteLineAsync(fault);
        return ExitCodes.Fault;
    }
}
