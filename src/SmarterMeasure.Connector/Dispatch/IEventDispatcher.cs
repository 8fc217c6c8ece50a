using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Dispatch;

/// <summary>
/// Finds, parses and calls the handlers of an event. The generator emits one implementation per assembly with handlers;
/// <c>AddGeneratedHandlers()</c> registers it. Safe for use from many threads.
/// </summary>
public interface IEventDispatcher
{
    /// <summary>Whether there is a handler for the event.</summary>
    /// <param name="eventName">The event's name in lower-case UTF-8.</param>
    bool Handles(ReadOnlySpan<byte> eventName);

    /// <summary>
    /// Whether there is a handler for <see cref="SmarterMeasureEvents.Any"/>. <see cref="DispatchAsync"/> calls it for an
    /// event that <see cref="Handles"/> denies; it is to be asked only when no other dispatcher handles the event.
    /// </summary>
    bool HandlesAnyOther => false;

    /// <summary>
    /// The events and who handles them, as JSON in UTF-8: an array of <c>event</c> (<c>*</c> stands for any other), its
    /// <c>handlers</c> in the order of their calls, and the <c>payloads</c> that are parsed for them, as C# names them.
    /// </summary>
    ReadOnlySpan<byte> Catalogue => "[]"u8;

    /// <summary>
    /// Parses the payload and calls every handler of the event, one after another; in a dry run
    /// (<see cref="EventContext.IsDryRun"/>) only those that return pushes.
    /// </summary>
    /// <param name="eventName">The event's name in lower-case UTF-8; read before the method returns.</param>
    /// <param name="context">The event.</param>
    /// <param name="pushes">Receives what the handlers return.</param>
    /// <param name="stop">Cancelled when the handler's time is up or the process stops.</param>
    /// <exception cref="Wire.PayloadException">The payload does not fit the handler's parameter.</exception>
    ValueTask DispatchAsync(
        ReadOnlySpan<byte> eventName, EventContext context, ICollection<Push> pushes, CancellationToken stop);
}
