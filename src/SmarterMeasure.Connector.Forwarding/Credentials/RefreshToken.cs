using System.Security.Cryptography;
using System.Text;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>
/// The grant of a refresh token, which all processes on one store share: a renewal may end the access token that the others
/// use, and a refresh token may count once only. So one process at a time has it renewed, and the others take what it got. A
/// refresh token that its issuer replaces is stored before the access token that came with it is used: were it lost, only a
/// person could sign in again.
/// </summary>
/// <param name="endpoint">The token endpoint.</param>
/// <param name="proof">Who asks.</param>
/// <param name="configured">The refresh token of the configuration, from which the first one comes.</param>
/// <param name="store">Where the grant is kept, or was to be.</param>
/// <param name="clock">The time.</param>
internal sealed class RefreshToken(
    TokenEndpoint endpoint,
    ClientProof proof,
    string configured,
    TokenClients store,
    TimeProvider clock)
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long a process that died while it had the grant renewed keeps the others from it.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);

    // Destinations that have one token share its grant. One that an operator configures anew is another name, and so counts at once.
    private readonly string _name =
        $"grant:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(configured)).AsSpan(0, 8))}";

    /// <summary>Gives an access token. One call at a time.</summary>
    /// <param name="refused">One that is no longer good; null for none.</param>
    /// <param name="cancel">Ends the wait, but no request for a token.</param>
    /// <exception cref="CredentialException">There was none.</exception>
    public async Task<IssuedToken> IssueAsync(string? refused, CancellationToken cancel)
    {
        try
        {
            // What the store did not take is the only good one, and is stored before anything else happens.
            if (store.Unstored.TryGetValue(_name, out var kept))
                await StoreAsync(kept, null);

            var stored = await store.ReadAsync(_name, cancel);
            var (grant, now) = (SharedGrant.Parse(stored), clock.GetUtcNow());
            if (grant.AccessToken is { } known && known != refused && grant.Until > now)
                return new IssuedToken(known, grant.Until);

            // A claim that ends much later than one of now was made by a clock that was ahead.
            if (grant.ClaimedUntil > now && grant.ClaimedUntil <= now + 2 * Hold)
                throw BeingRenewed();

            var claim = (grant with { AccessToken = null, ClaimedUntil = now + Hold }).Store();
            return await store.ReplaceAsync(_name, stored, claim, CancellationToken.None)
                ? await RenewAsync(grant, claim)
                : throw BeingRenewed();
        }
        catch (StoreUnavailableException)
        {
            // Nothing was sent to the destination, and nothing is wrong with it.
            throw new CredentialException(DeliveryOutcome.Pause("store_unavailable", StorePause));
        }
    }

    // Once sent, the refresh token may be spent: the answer is waited for, and kept, even when the process is stopping.
    private async Task<IssuedToken> RenewAsync(SharedGrant grant, string claim)
    {
        var current = grant.RefreshToken ?? configured;
        KeyValuePair<string, string>[] form =
            [new("grant_type", "refresh_token"), new("refresh_token", current), .. proof.Form()];
        TokenAnswer answer;
        using var limit = new CancellationTokenSource(RequestLimit, clock);
        try
        {
            answer = await endpoint.RequestAsync(form, proof.Header(), limit.Token);
        }
        catch (CredentialException)
        {
            var released = grant with { AccessToken = null, ClaimedUntil = null };
            await store.ReplaceAsync(_name, claim, released.Store(), CancellationToken.None);
            throw;
        }

        var token = endpoint.TokenOf(answer);
        var renewed = new SharedGrant
        {
            RefreshToken = answer.RefreshToken is { Length: > 0 } next ? next : grant.RefreshToken,
            AccessToken = token.Value,
            Until = token.Until,
        };
        await StoreAsync(renewed, claim);
        return token;
    }

    // Whatever else is there by now is older than what the issuer has just given.
    private async Task StoreAsync(SharedGrant renewed, string? there)
    {
        store.Unstored[_name] = renewed;
        while (!await store.ReplaceAsync(_name, there, renewed.Store(), CancellationToken.None))
            there = await store.ReadAsync(_name, CancellationToken.None);
        store.Unstored.TryRemove(_name, out _);
    }

    private static CredentialException BeingRenewed() => new(DeliveryOutcome.Pause("token_being_renewed", RenewalPause));
}
