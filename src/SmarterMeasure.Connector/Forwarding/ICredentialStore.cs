using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// Keeps the credentials that a destination hands out one after another, such as refresh tokens that count only once. Shared
/// by all processes on one store. Safe for use from many threads; throws <see cref="StoreUnavailableException"/> as the inbox
/// does. What it holds is secret.
/// </summary>
public interface ICredentialStore
{
    /// <summary>The credential of a name; null when there is none.</summary>
    Task<string?> ReadAsync(string name, CancellationToken cancel);

    /// <summary>Puts a credential in the place of another, durably when the task ends.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="expected">What has to be there; null for nothing.</param>
    /// <param name="secret">The new one.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False, with nothing changed, when something else was there.</returns>
    Task<bool> ReplaceAsync(string name, string? expected, string secret, CancellationToken cancel);
}
