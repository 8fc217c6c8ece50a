using System.Text;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Tests.Hosting;

/// <summary>Handlers as the generator would have emitted them, given as delegates.</summary>
internal sealed class HandlerTable : IEventDispatcher
{
    private readonly Dictionary<string, Func<EventContext, ICollection<Push>, CancellationToken, Task>> _handlers = [];

    public HandlerTable On(string @event, Func<EventContext, ICollection<Push>, CancellationToken, Task> handler)
    {
        _handlers.Add(@event, handler);
        return this;
    }

    public HandlerTable On(string @event, Action<EventContext> handler) => On(@event, (context, _, _) =>
    {
        handler(context);
        return Task.CompletedTask;
    });

    public HandlerTable On(string @event, Func<EventContext, Push> handler) => On(@event, (context, pushes, _) =>
    {
        pushes.Add(handler(context));
        return Task.CompletedTask;
    });

    public bool HandlesAnyOther => _handlers.ContainsKey(SmarterMeasureEvents.Any);

    public bool Handles(ReadOnlySpan<byte> eventName) => _handlers.ContainsKey(Encoding.UTF8.GetString(eventName));

    public ValueTask DispatchAsync(
        ReadOnlySpan<byte> eventName, EventContext context, ICollection<Push> pushes, CancellationToken stop) =>
        new(_handlers[Handles(eventName) ? Encoding.UTF8.GetString(eventName) : SmarterMeasureEvents.Any](context, pushes, stop));
}
