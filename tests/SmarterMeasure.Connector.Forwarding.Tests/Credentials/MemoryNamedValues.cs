using System.Collections.Concurrent;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.Tests.Credentials;

/// <summary>Keeps credentials and cursors as long as the test runs; several hosts may share it, as processes share a database.</summary>
internal sealed class MemoryNamedValues : ICredentialStore, ISharedValues
{
    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.Ordinal);

    /// <summary>What is kept.</summary>
    public IReadOnlyDictionary<string, string> Secrets => _secrets;

    /// <summary>Runs once, after the next credential was read: what another process does in between.</summary>
    public Func<Task>? AfterNextRead { get; set; }

    /// <summary>Whether the next credential cannot be written.</summary>
    public bool FailsNextReplace { get; set; }

    public async Task<string?> ReadAsync(string name, CancellationToken cancel)
    {
        var found = _secrets.GetValueOrDefault(name);
        if (AfterNextRead is { } then)
        {
            AfterNextRead = null;
            await then();
        }

        return found;
    }

    public Task<bool> ReplaceAsync(string name, string? expected, string secret, CancellationToken cancel)
    {
        if (FailsNextReplace)
        {
            FailsNextReplace = false;
            throw new IOException("The database is locked.");
        }

        return Task.FromResult(
            expected is null ? _secrets.TryAdd(name, secret) : _secrets.TryUpdate(name, secret, expected));
    }
}
