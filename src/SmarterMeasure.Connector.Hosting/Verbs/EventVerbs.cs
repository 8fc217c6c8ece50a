using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Hosting.Acting;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Hosting.Payloads;
using SmarterMeasure.Connector.Hosting.Selection;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>events list|show|replay</c>, and the same for the events of one state.</summary>
internal static class EventVerbs
{
    public static Command Of(VerbHost host) => new("events", "Look at the inbox.")
    {
        List(host, "events", null),
        Show(host, "events", null),
        Replay(host, "events", null),
    };

    public static Verb List(VerbHost host, string noun, EventState? only)
    {
        var verb = new Verb(
            "list",
            "List events in the order of their arrival.",
            only is null ? $"{noun} list --state dead --state retrying" : $"{noun} list --event assessment.completed",
            $"{noun} list --user-id 8152142 --json",
            $"{noun} list --since 2026-09-01T08:00:00Z --until 2026-09-02");
        var selection = new EventSelection(verb, Ids.None, only);
        return verb.Does(host, async (run, cancel) =>
        {
            var events = run.Services.GetRequiredService<IInboxOperations>().ListAsync(selection.Filter(run.Parsed), cancel);
            if (run.Json)
                await JsonArray.WriteAsync(run.Output, events, VerbJson.Default.EventSummary, cancel);
            else
                await Rows.Events.WriteAsync(run.Output, events, cancel);
            return ExitCodes.Ok;
        });
    }

    public static Verb Show(VerbHost host, string noun, EventState? only)
    {
        var verb = new Verb(
            "show",
            "Print events with their payloads: names and e-mail addresses, but no PIN, key, token or link. JSON is one object a line.",
            $"{noun} show 42",
            $"{noun} show 9c1e5a0b7d3f4e2188a6c4d2e0f1b3a5 --json");
        var selection = new EventSelection(verb, Ids.Needed, only);
        return verb.Does(host, async (run, cancel) =>
        {
            var inbox = run.Services.GetRequiredService<IInboxOperations>();
            var mask = new SecretMask(run.Services.GetRequiredService<SettingsSource>().Current);
            var missing = 0;
            foreach (var asked in selection.Asked(run.Parsed))
            {
                var found = 0;
                await foreach (var stored in inbox.ReadAsync(selection.Filter(run.Parsed, asked), cancel))
                {
                    found++;
                    var view = new EventView(stored, mask);
                    if (run.Json)
                        await run.Output.WriteLineAsync(JsonSerializer.Serialize(view, VerbJson.Default.EventView));
                    else
                        await view.WriteAsync(run.Output);
                }

                missing += found == 0 ? 1 : 0;
            }

            if (missing > 0)
                await run.Terminal.Error.WriteLineAsync($"Not found: {Printable.Count(missing, "event")}.");
            return missing > 0 ? ExitCodes.Fault : ExitCodes.Ok;
        });
    }

    public static Verb Replay(VerbHost host, string noun, EventState? only)
    {
        var verb = new Verb(
            "replay",
            "Let events go to their handlers again. Their bodies are read anew; what is still unfit stays where it is.",
            $"{noun} replay 42",
            $"{noun} replay --event assessment.section-complete --since 2026-09-01 --dry-run",
            $"{noun} replay --all --json");
        var dryRun = DryRun(
            " and be sent, for which the handlers that return pushes are called with EventContext.IsDryRun set");
        verb.Add(dryRun);
        var selection = new EventSelection(verb, Ids.OrFilters, only);
        return verb.Does(host, (run, cancel) =>
        {
            var replaying = new Replaying(
                run.Services.GetRequiredService<IInboxOperations>(),
                run.Services.GetRequiredService<EventCatalogue>(),
                Rehearsal.Over(run.Services));
            return ActAsync(
                run,
                selection,
                run.Parsed.GetValue(dryRun),
                (chosen, isDryRun) => isDryRun ? replaying.ForeseeAsync(chosen, cancel) : replaying.ReplayAsync(chosen, cancel),
                cancel);
        });
    }

    public static Option<bool> DryRun(string and = "") =>
        new("--dry-run") { Description = $"Only say what would become of each{and}, and change nothing." };

    /// <summary>Acts on the events that were chosen, or says what would become of them.</summary>
    public static Task<int> ActAsync(
        VerbRun run,
        EventSelection selection,
        bool isDryRun,
        Func<IAsyncEnumerable<StoredEvent>, bool, IAsyncEnumerable<EventAction>> act,
        CancellationToken cancel)
    {
        var inbox = run.Services.GetRequiredService<IInboxOperations>();
        var asked = selection.Asked(run.Parsed);
        var actions = Actions.OnEachAsync(
            asked,
            one => act(inbox.ReadAsync(selection.Filter(run.Parsed, one), cancel), isDryRun),
            one => new EventAction { Id = one.Row, CallbackId = one.CallbackId, Outcome = Outcome.Unknown },
            cancel);
        var style = new ActionStyle<EventAction>(
            VerbJson.Default.EventAction, Rows.EventActions, IsById: asked.Count > 0, isDryRun, ForeseenText.Of);
        return Actions.ReportAsync(run, actions, style, cancel);
    }
}
