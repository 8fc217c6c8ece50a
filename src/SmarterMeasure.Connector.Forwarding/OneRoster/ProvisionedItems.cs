using System.Collections.Concurrent;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>
/// Which line items were put. Once for all processes on one store, and restarts: to put one again would undo what the school has
/// changed of it. Safe for use from many threads.
/// </summary>
/// <param name="destination">The destination's name.</param>
/// <param name="store">Gives the store, looked up at its first use, because it is made from settings that name the destinations.</param>
internal sealed class ProvisionedItems(string destination, Func<ISharedValues> store)
{
    private const string Put = "put";
    private const string Gone = "gone";

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a line item was put.</summary>
    /// <exception cref="StoreUnavailableException">Nobody can tell.</exception>
    public async Task<bool> ContainsAsync(string sourcedId, CancellationToken cancel)
    {
        if (_known.ContainsKey(sourcedId))
            return true;

        return await store().ReadAsync(NameOf(sourcedId), cancel) == Put && (_known[sourcedId] = true);
    }

    /// <summary>Notes that a line item was put.</summary>
    /// <exception cref="StoreUnavailableException">It may be put again after a restart.</exception>
    public Task AddAsync(string sourcedId, CancellationToken cancel)
    {
        _known[sourcedId] = true;
        return SetAsync(sourcedId, Put, cancel);
    }

    /// <summary>Notes that a line item may be gone.</summary>
    /// <exception cref="StoreUnavailableException">It is not put again.</exception>
    public Task RemoveAsync(string sourcedId, CancellationToken cancel)
    {
        _known.TryRemove(sourcedId, out _);
        return SetAsync(sourcedId, Gone, cancel);
    }

    // Another process that is faster notes the same, or something newer.
    private async Task SetAsync(string sourcedId, string value, CancellationToken cancel)
    {
        var there = await store().ReadAsync(NameOf(sourcedId), cancel);
        if (there != value)
            await store().ReplaceAsync(NameOf(sourcedId), there, value, cancel);
    }

    private string NameOf(string sourcedId) => $"provisioned:{destination}:{sourcedId}";
}
