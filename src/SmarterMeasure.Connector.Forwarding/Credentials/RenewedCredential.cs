using System.Net.Http.Headers;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>A token with its life.</summary>
/// <param name="Value">The token. Secret.</param>
/// <param name="Life">How long it counts, as its issuer says.</param>
internal readonly record struct IssuedToken(string Value, TimeSpan Life)
{
    /// <summary>Says nothing of the token.</summary>
    public override string ToString() => nameof(IssuedToken);
}

/// <summary>
/// A token that is kept for its life and renewed before it ends, by one caller at a time while the others wait for it.
/// </summary>
/// <param name="issue">Asks the issuer for a new token.</param>
/// <param name="clock">The time.</param>
#pragma warning disable CA1001 // The semaphore is not disposed: it holds nothing but memory, and a caller may still wait for it.
internal sealed class RenewedCredential(Func<CancellationToken, Task<IssuedToken>> issue, TimeProvider clock) : ICredential
#pragma warning restore CA1001
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Current? _current;

    /// <inheritdoc/>
    public async ValueTask<AuthenticationHeaderValue> GetAsync(CancellationToken cancel)
    {
        if (_current is { } known && known.Until > clock.GetUtcNow())
            return known.Header;

        await _turn.WaitAsync(cancel);
        try
        {
            if (_current is { } fresh && fresh.Until > clock.GetUtcNow())
                return fresh.Header;

            var token = await issue(cancel);
            var margin = token.Life / 10 < Margin ? token.Life / 10 : Margin;
            var renewed = new Current(
                new AuthenticationHeaderValue("Bearer", token.Value), clock.GetUtcNow() + token.Life - margin);
            _current = renewed;
            return renewed.Header;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public bool Refused(AuthenticationHeaderValue header)
    {
        // Of several calls that were refused with one token, only the first gives it up.
        if (_current is { } current && current.Header == header)
            Interlocked.CompareExchange(ref _current, null, current);
        return true;
    }

    private sealed record Current(AuthenticationHeaderValue Header, DateTimeOffset Until);
}
