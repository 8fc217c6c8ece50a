using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Hosting.Payloads;
using SmarterMeasure.Connector.Hosting.Selection;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>export</c>: all that is stored, one JSON object a line.</summary>
internal static class ExportVerb
{
    public static Verb Of(VerbHost host)
    {
        var userId = RowSelection.Text("--user-id", "Only of this registration.", "ID");
        var since = RowSelection.Time("--since", "Only what came at or after this time, in ISO 8601.");
        var output = RowSelection.Text("--output", "A new file, readable by its owner only; without it the standard output.", "FILE");
        var verb = new Verb(
            "export",
            "Print events with their payloads, then deliveries with their results, one JSON object a line. Names are in it; PINs, keys, tokens and links are not.",
            "export --output everything.ndjson",
            "export --user-id 8152142",
            "export --since 2026-09-01 | jq -r 'select(.type==\"event\") | .state' | sort | uniq -c")
        {
            userId,
            since,
            output,
        };
        return verb.Does(host, async (run, cancel) =>
        {
            var export = new Export(run, run.Parsed.GetValue(userId), run.Parsed.GetValue(since));
            if (run.Parsed.GetValue(output) is not { } path)
            {
                var report = await export.WriteAsync(run.Output, cancel);
                if (!run.Json)
                    await run.Terminal.Error.WriteLineAsync(report.ToString());
                return ExitCodes.Ok;
            }

            var written = await WriteFileAsync(path, export, cancel);
            await run.Output.WriteLineAsync(
                run.Json ? JsonSerializer.Serialize(written, VerbJson.Default.ExportReport) : written.ToString());
            return ExitCodes.Ok;
        });
    }

    // Under another name until it is whole, so that half an export is never taken for one.
    private static async Task<ExportReport> WriteFileAsync(string path, Export export, CancellationToken cancel)
    {
        if (File.Exists(path))
            throw new IOException($"There is a file already at {Path.GetFullPath(path)}.");

        var partial = path + ".partial";
        File.Delete(partial);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        ExportReport report;
        try
        {
            await using var file = File.Open(partial, options);
            await using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            report = await export.WriteAsync(writer, cancel);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }

        File.Move(partial, path);
        return report;
    }

    /// <summary>What is to be exported.</summary>
    private sealed class Export(VerbRun run, string? userId, DateTimeOffset? since)
    {
        public async Task<ExportReport> WriteAsync(TextWriter output, CancellationToken cancel)
        {
            var services = run.Services;
            var mask = new SecretMask(services.GetRequiredService<SettingsSource>().Current);
            var (events, deliveries) = (0, 0);
            using var progress = new Progress(run.Terminal, services.GetRequiredService<TimeProvider>(), "rows");
            var filter = new EventFilter { UserId = userId, Since = since };
            await foreach (var stored in services.GetRequiredService<IInboxOperations>().ReadAsync(filter, cancel))
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(new EventView(stored, mask), VerbJson.Default.EventView));
                events++;
                progress.Advance();
            }

            var chosen = DeliverySelection.ReadAsync(
                services.GetRequiredService<ILedgerOperations>(), DeliveryFilter.All, userId, since, null, cancel);
            await foreach (var stored in chosen)
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(new DeliveryView(stored), VerbJson.Default.DeliveryView));
                deliveries++;
                progress.Advance();
            }

            return new ExportReport(events, deliveries);
        }
    }
}
