using System.Collections.Concurrent;

namespace FakeCampus.Serving;

/// <summary>
/// Requests whose clients have given them up, and that are handled all the same, some time later. Safe for use from many threads.
/// </summary>
public sealed class LateRequests
{
    private readonly ConcurrentQueue<Func<ValueTask<int>>> _waiting = new();

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Handles those that wait, in the order in which they came.</summary>
    /// <returns>The status of each answer, which nobody gets.</returns>
    public async Task<IReadOnlyList<int>> LandAsync()
    {
        List<int> statuses = [];
        while (_waiting.TryDequeue(out var handle))
            statuses.Add(await handle());

        return statuses;
    }

    internal void Add(Func<ValueTask<int>> handle) => _waiting.Enqueue(handle);
}
