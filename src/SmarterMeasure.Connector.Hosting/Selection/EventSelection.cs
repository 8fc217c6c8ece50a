using System.CommandLine;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Hosting.Selection;

/// <summary>Chooses events by what the command line says.</summary>
internal sealed class EventSelection
{
    private readonly Option<string?> _event = RowSelection.Text("--event", "Only events of this name.", "NAME");
    private readonly Option<EventState[]> _states = StateOption.Of<EventState>();
    private readonly EventState? _only;
    private readonly RowSelection _rows;

    /// <summary>Adds its arguments and options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="ids">Whether and how it takes ids.</param>
    /// <param name="only">The one state that the verb is about; null for any.</param>
    public EventSelection(Command verb, Ids ids, EventState? only = null)
    {
        _only = only;
        _rows = new RowSelection(verb, ids, only is null ? [_states, _event] : [_event]);
    }

    /// <inheritdoc cref="RowSelection.Asked"/>
    public IReadOnlyList<AskedId> Asked(ParseResult parsed) => _rows.Asked(parsed);

    /// <summary>The filter for one id that was asked for, or for all that the filters choose.</summary>
    public EventFilter Filter(ParseResult parsed, AskedId? asked = null) => new()
    {
        Id = asked?.Row,
        CallbackId = asked?.CallbackId ?? _rows.CallbackId(parsed),
        Event = parsed.GetValue(_event),
        UserId = _rows.UserId(parsed),
        States = _only is { } only ? [only] : parsed.GetValue(_states) is { Length: > 0 } states ? states : null,
        Since = _rows.Since(parsed),
        Until = _rows.Until(parsed),
    };
}
