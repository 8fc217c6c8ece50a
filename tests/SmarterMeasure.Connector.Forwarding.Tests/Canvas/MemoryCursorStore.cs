using System.Collections.Concurrent;
using SmarterMeasure.Connector.Reconciling;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>Keeps cursors as long as the test runs; several hosts may share it, as nodes share a database.</summary>
internal sealed class MemoryCursorStore : ICursorStore
{
    private readonly ConcurrentDictionary<string, string> _cursors = new(StringComparer.Ordinal);

    /// <summary>Runs once, after the next cursor was read: what another node does in between.</summary>
    public Func<Task>? AfterNextRead { get; set; }

    public async Task<string?> ReadAsync(string name, CancellationToken cancel)
    {
        var found = _cursors.GetValueOrDefault(name);
        if (AfterNextRead is { } then)
        {
            AfterNextRead = null;
            await then();
        }

        return found;
    }

    public Task<bool> ReplaceAsync(string name, string? expected, string value, CancellationToken cancel) =>
        Task.FromResult(expected is null ? _cursors.TryAdd(name, value) : _cursors.TryUpdate(name, value, expected));
}
