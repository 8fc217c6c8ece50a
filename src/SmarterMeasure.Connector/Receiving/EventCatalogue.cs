using System.Collections.Frozen;
using System.Text;
using SmarterMeasure.Connector.Dispatch;

namespace SmarterMeasure.Connector.Receiving;

/// <summary>
/// Knows the events that the connector can do something with: those the vendor documents, and those the program has
/// handlers for; with a handler for any other event, all. Immutable and safe for use from many threads.
/// </summary>
/// <param name="dispatchers">The program's dispatchers.</param>
public sealed class EventCatalogue(IEnumerable<IEventDispatcher> dispatchers)
{
    /// <summary>The quarantine reason of an event that nobody knows.</summary>
    public const string UnknownEvent = "unknown_event";

    private static readonly FrozenSet<string> Documented = FrozenSet.Create(
        StringComparer.Ordinal,
        SmarterMeasureEvents.Created,
        SmarterMeasureEvents.SectionStart,
        SmarterMeasureEvents.SectionComplete,
        SmarterMeasureEvents.Completed,
        SmarterMeasureEvents.Stopped);

    private readonly IEventDispatcher[] _dispatchers = [.. dispatchers];

    /// <summary>
    /// Gives an otherwise sound envelope of an unknown event its <see cref="Envelope.QuarantineReason"/>; returns any other
    /// envelope as it is.
    /// </summary>
    public Envelope Sort(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return envelope.QuarantineReason is not null || Knows(envelope.Event)
            ? envelope
            : envelope with { QuarantineReason = UnknownEvent };
    }

    private bool Knows(string? name)
    {
        if (name is null)
            return false;

        if (Documented.Contains(name))
            return true;

        var utf8 = Encoding.UTF8.GetBytes(name);
        return _dispatchers.Any(dispatcher => dispatcher.Handles(utf8) || (dispatcher.HandlesAnyOther && name.Length > 0));
    }
}
