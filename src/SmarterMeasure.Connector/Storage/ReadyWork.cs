using System.Collections.Concurrent;

namespace SmarterMeasure.Connector.Storage;

/// <summary>
/// Gathers, while the writer works on a transaction, what will be ready for workers, and wakes them after the commit.
/// Marking and announcing belong to the writer's thread; waiting is for any.
/// </summary>
internal sealed class ReadyWork(TimeProvider time)
{
    private readonly WakeUp _events = new(time);
    private readonly ConcurrentDictionary<string, WakeUp> _destinations = new(StringComparer.Ordinal);
    private readonly HashSet<string> _markedDestinations = new(StringComparer.Ordinal);
    private bool _markedEvents;

    /// <summary>There will be an event to take.</summary>
    public void MarkEvent() => _markedEvents = true;

    /// <summary>There will be a delivery to take.</summary>
    public void MarkDelivery(string destination) => _markedDestinations.Add(destination);

    /// <summary>Wakes the workers. To be called after the commit.</summary>
    public void Announce()
    {
        if (_markedEvents)
            _events.Signal();

        foreach (var destination in _markedDestinations)
            WakeUpOf(destination).Signal();

        _markedEvents = false;
        _markedDestinations.Clear();
    }

    public Task WaitForEventAsync(TimeSpan atMost, CancellationToken cancel) => _events.WaitAsync(atMost, cancel);

    public Task WaitForDeliveryAsync(string destination, TimeSpan atMost, CancellationToken cancel) =>
        WakeUpOf(destination).WaitAsync(atMost, cancel);

    private WakeUp WakeUpOf(string destination) =>
        _destinations.GetOrAdd(destination, static (_, time) => new WakeUp(time), time);
}
