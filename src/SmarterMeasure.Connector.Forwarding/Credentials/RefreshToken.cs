using System.Security.Cryptography;
using System.Text;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>
/// The grant of a refresh token. One that its issuer replaces is stored before the access token that came with it is used: were
/// it lost, only a person could sign in again.
/// </summary>
/// <param name="endpoint">The token endpoint.</param>
/// <param name="proof">Who asks.</param>
/// <param name="configured">The refresh token of the configuration, from which the first one comes.</param>
/// <param name="destination">The destination's name.</param>
/// <param name="store">Where the replaced ones are kept.</param>
internal sealed class RefreshToken(
    TokenEndpoint endpoint, ClientProof proof, string configured, string destination, ICredentialStore store)
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    // A token that an operator configures anew is another name, and so counts at once.
    private readonly string _name =
        $"{destination}:refresh_token:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(configured)).AsSpan(0, 8))}";

    // What the store did not take: it is the only good one, and is stored before anything else happens.
    private (string? Spent, string Next)? _unstored;

    /// <summary>Asks for an access token. One call at a time.</summary>
    /// <exception cref="CredentialException">There was none.</exception>
    public async Task<IssuedToken> IssueAsync(CancellationToken cancel)
    {
        try
        {
            return await IssueOverStoreAsync(cancel);
        }
        catch (StoreUnavailableException)
        {
            // Nothing was sent to the destination, and nothing is wrong with it.
            throw new CredentialException(DeliveryOutcome.Pause("store_unavailable", StorePause));
        }
    }

    private async Task<IssuedToken> IssueOverStoreAsync(CancellationToken cancel)
    {
        if (_unstored is { } kept)
            await StoreAsync(kept.Spent, kept.Next);

        var stored = await store.ReadAsync(_name, cancel);
        try
        {
            return await SpendAsync(stored);
        }
        catch (CredentialException)
        {
            // Another process may have spent it, and stored the next one, in the meantime.
            var newer = await store.ReadAsync(_name, cancel);
            if (newer == stored)
                throw;

            return await SpendAsync(newer);
        }
    }

    // Once sent, the token may be spent: the answer is waited for, and kept, even when the process is stopping.
    private async Task<IssuedToken> SpendAsync(string? stored)
    {
        var current = stored ?? configured;
        KeyValuePair<string, string>[] form =
            [new("grant_type", "refresh_token"), new("refresh_token", current), .. proof.Form()];
        var answer = await endpoint.RequestAsync(form, proof.Header(), CancellationToken.None);
        if (answer.RefreshToken is { Length: > 0 } next && next != current)
            await StoreAsync(stored, next);

        return TokenEndpoint.TokenOf(answer);
    }

    private async Task StoreAsync(string? spent, string next)
    {
        _unstored = (spent, next);
        await store.ReplaceAsync(_name, spent, next, CancellationToken.None);
        _unstored = null;
    }
}
