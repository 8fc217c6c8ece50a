using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Hosting.Acting;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Hosting.Selection;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>deliveries list|show|retry|map|discard</c>: the ledger.</summary>
internal static class DeliveryVerbs
{
    public static Command Of(VerbHost host) => new("deliveries", "Look at the ledger.")
    {
        List(host),
        Show(host),
        Retry(host),
        Map(host),
        Discard(host),
    };

    private static Verb List(VerbHost host)
    {
        var verb = new Verb(
            "list",
            "List deliveries, oldest first.",
            "deliveries list --state dead --destination canvas",
            "deliveries list --user-id 8152142 --json");
        var selection = new DeliverySelection(verb, Ids.None);
        return verb.Does(host, async (run, cancel) =>
        {
            var deliveries = selection.ListAsync(Ledger(run), run.Parsed, cancel);
            if (run.Json)
                await JsonArray.WriteAsync(run.Output, deliveries, VerbJson.Default.DeliverySummary, cancel);
            else
                await Rows.Deliveries.WriteAsync(run.Output, deliveries, cancel);
            return ExitCodes.Ok;
        });
    }

    private static Verb Show(VerbHost host)
    {
        var verb = new Verb(
            "show",
            "Print deliveries with their results, and the e-mail addresses in them. JSON is one object a line.",
            "deliveries show 42",
            "deliveries show 42 --json");
        var selection = new DeliverySelection(verb, Ids.Needed);
        return verb.Does(host, async (run, cancel) =>
        {
            var missing = 0;
            foreach (var asked in selection.Asked(run.Parsed))
            {
                var found = 0;
                await foreach (var stored in selection.ReadAsync(Ledger(run), run.Parsed, asked, cancel))
                {
                    found++;
                    var view = new DeliveryView(stored);
                    if (run.Json)
                        await run.Output.WriteLineAsync(JsonSerializer.Serialize(view, VerbJson.Default.DeliveryView));
                    else
                        await view.WriteAsync(run.Output);
                }

                missing += found == 0 ? 1 : 0;
            }

            if (missing > 0)
                await run.Terminal.Error.WriteLineAsync($"Not found: {Printable.Count(missing, "delivery", "deliveries")}.");
            return missing > 0 ? ExitCodes.Fault : ExitCodes.Ok;
        });
    }

    private static Verb Retry(VerbHost host)
    {
        var verb = new Verb(
            "retry",
            "Let dead, shadowed, unmatched, blocked or waiting deliveries be tried at once, with their failures forgotten.",
            "deliveries retry 42",
            "deliveries retry --state dead --destination canvas --dry-run",
            "deliveries retry --state unmatched --json");
        return Acting(host, verb, EventVerbs.DryRun(" and be sent"), (run, chosen, isDryRun, cancel) =>
        {
            var retrying = new Retrying(Ledger(run), Foreseeing.Over(run.Services));
            return isDryRun ? retrying.ForeseeAsync(chosen, cancel) : retrying.RetryAsync(chosen, cancel);
        });
    }

    private static Verb Map(VerbHost host)
    {
        var id = new Argument<long>("ID") { Description = "The row's id of any of the student's deliveries to the destination." };
        var to = new Option<string>("--to")
        {
            Description = "The account, by the destination's own id of it.",
            HelpName = "ACCOUNT",
            Required = true,
        };
        to.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var account }] && string.IsNullOrWhiteSpace(account))
                result.AddError("--to must not be blank.");
        });
        var verb = new Verb(
            "map",
            "Name the account of a delivery's student at its destination. It holds for all results of the student there; "
            + "the unmatched and blocked ones are tried at once.",
            "deliveries map 42 --to 90817",
            "deliveries map 42 --to 90817 --json")
        {
            id,
            to,
        };
        return verb.Does(host, async (run, cancel) =>
        {
            var (row, account) = (run.Parsed.GetValue(id), run.Parsed.GetRequiredValue(to));
            var due = await Ledger(run).MapAsync(row, account, cancel);
            if (run.Json)
                await run.Output.WriteLineAsync(
                    JsonSerializer.Serialize(new MapReport(row, account, due), VerbJson.Default.MapReport));
            else if (due is { } count)
                await run.Output.WriteLineAsync($"Mapped. {Printable.Count(count, "delivery", "deliveries")} became due.");
            if (due is null)
                await run.Terminal.Error.WriteLineAsync("There is no such delivery, or its student was erased.");
            return due is null ? ExitCodes.Fault : ExitCodes.Ok;
        });
    }

    private static Verb Discard(VerbHost host)
    {
        var verb = new Verb(
            "discard",
            "Give waiting deliveries up. They can be retried.",
            "deliveries discard 42",
            "deliveries discard --state unmatched --until 2026-09-01 --dry-run");
        return Acting(host, verb, EventVerbs.DryRun(), (run, chosen, isDryRun, _) => chosen.Select(
            async (StoredDelivery row, CancellationToken stop) => DeliveryAction.On(
                row,
                (isDryRun ? CanBeDiscarded(row) : await Ledger(run).DiscardAsync(row.Id, stop)) ? Outcome.Discarded : Outcome.NotAllowed)));

        static bool CanBeDiscarded(StoredDelivery row) =>
            row.State is DeliveryState.Pending or DeliveryState.Retrying or DeliveryState.Unmatched or DeliveryState.Blocked;
    }

    private static Verb Acting(
        VerbHost host,
        Verb verb,
        Option<bool> dryRun,
        Func<VerbRun, IAsyncEnumerable<StoredDelivery>, bool, CancellationToken, IAsyncEnumerable<DeliveryAction>> act)
    {
        verb.Add(dryRun);
        var selection = new DeliverySelection(verb, Ids.OrFilters);
        return verb.Does(host, (run, cancel) =>
        {
            var (ledger, isDryRun, asked) = (Ledger(run), run.Parsed.GetValue(dryRun), selection.Asked(run.Parsed));
            var actions = Actions.OnEachAsync(
                asked,
                one => act(run, selection.ReadAsync(ledger, run.Parsed, one, cancel), isDryRun, cancel),
                one => new DeliveryAction { Id = one.Row, CallbackId = one.CallbackId, Outcome = Outcome.Unknown },
                cancel);
            var style = new ActionStyle<DeliveryAction>(
                VerbJson.Default.DeliveryAction, Rows.DeliveryActions, IsById: asked.Count > 0, isDryRun, ForeseenText.Of);
            return Actions.ReportAsync(run, actions, style, cancel);
        });
    }

    private static ILedgerOperations Ledger(VerbRun run) => run.Services.GetRequiredService<ILedgerOperations>();
}
