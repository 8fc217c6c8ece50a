using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Hosting.Acting;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Selection;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>quarantine list|show|replay|discard</c>: the events that no handler could take.</summary>
internal static class QuarantineVerbs
{
    private const string Noun = "quarantine";
    private const EventState Only = EventState.Quarantined;

    public static Command Of(VerbHost host) => new(Noun, "Look at the events that are not fit for a handler.")
    {
        EventVerbs.List(host, Noun, Only),
        EventVerbs.Show(host, Noun, Only),
        EventVerbs.Replay(host, Noun, Only),
        Discard(host),
    };

    private static Verb Discard(VerbHost host)
    {
        var verb = new Verb(
            "discard",
            "Give quarantined events up. They stay until their retention ends, and can be replayed.",
            "quarantine discard 42",
            "quarantine discard --until 2026-09-01 --dry-run");
        var dryRun = EventVerbs.DryRun();
        verb.Add(dryRun);
        var selection = new EventSelection(verb, Ids.OrFilters, Only);
        return verb.Does(host, (run, cancel) =>
        {
            var inbox = run.Services.GetRequiredService<IInboxOperations>();
            return EventVerbs.ActAsync(
                run,
                selection,
                run.Parsed.GetValue(dryRun),
                (chosen, isDryRun) => chosen.Select(async (StoredEvent row, CancellationToken stop) => EventAction.On(
                    row, isDryRun || await inbox.DiscardAsync(row.Id, stop) ? Outcome.Discarded : Outcome.NotAllowed)),
                cancel);
        });
    }
}
