using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Hosting.Acting;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.PostgreSql;
using SmarterMeasure.Connector.Sqlite;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>migrate</c>: from the SQLite file into PostgreSQL.</summary>
internal static class MigrateVerb
{
    private const string Source = "Sqlite";

    public static Verb Of(VerbHost host)
    {
        var to = new Option<string>("--to")
        {
            Description = "The PostgreSQL database, as in Inbox:ConnectionString. Leave the password to PGPASSWORD or PGPASSFILE.",
            HelpName = "CONNECTION",
            Required = true,
        };
        var verb = new Verb(
            "migrate",
            "Take over all that the SQLite file holds into PostgreSQL. The file is only read. Run it as often as you like: "
            + "while the server runs, and once more when it is stopped.",
            "migrate --to \"Host=db.school.example;Database=smartermeasure;Username=connector\"",
            "migrate --to \"Host=db.school.example;Database=smartermeasure;Username=connector\" --json")
        {
            to,
        };
        return verb.Does(host, async (run, cancel) =>
        {
            var services = run.Services;
            if (services.GetService<StoreProvider>() is not { Name: Source })
            {
                await run.Terminal.Error.WriteLineAsync("Only a SQLite store can be migrated; this program uses another.");
                return ExitCodes.Fault;
            }

            var time = services.GetRequiredService<TimeProvider>();
            await using var target = new PostgreSqlStore(run.Parsed.GetRequiredValue(to), time);
            using var progress = new Progress(run.Terminal, time, "rows");
            var migration = new Migration(services.GetRequiredService<SqliteStore>(), target.Import, progress);
            var report = await migration.RunAsync(cancel);
            progress.Dispose();
            await run.Output.WriteLineAsync(
                run.Json ? JsonSerializer.Serialize(report, VerbJson.Default.MigrateReport) : report.ToString());
            return ExitCodes.Ok;
        });
    }
}
