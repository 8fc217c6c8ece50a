using System.Net.Http.Headers;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>A token and until when to use it.</summary>
/// <param name="Value">The token. Secret.</param>
/// <param name="Until">When to have it renewed: some time before it ends.</param>
internal readonly record struct IssuedToken(string Value, DateTimeOffset Until)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>A token that was just issued.</summary>
    /// <param name="value">The token.</param>
    /// <param name="life">How long it counts, as its issuer says.</param>
    /// <param name="now">The time.</param>
    public static IssuedToken For(string value, TimeSpan life, DateTimeOffset now) =>
        new(value, now + life - (life / 10 < Margin ? life / 10 : Margin));

    /// <summary>Says nothing of the token.</summary>
    public override string ToString() => nameof(IssuedToken);
}

/// <summary>
/// A token that is kept for its life and renewed before it ends, by one caller at a time while the others wait for it.
/// </summary>
/// <param name="issue">Gives another token than the one that was refused, null for none.</param>
/// <param name="clock">The time.</param>
#pragma warning disable CA1001 // The semaphore is not disposed: it holds nothing but memory, and a caller may still wait for it.
internal sealed class RenewedCredential(Func<string?, CancellationToken, Task<IssuedToken>> issue, TimeProvider clock) : ICredential
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Current? _current;
    private volatile string? _refused;
    private volatile CredentialException? _failure;

    /// <inheritdoc/>
    public async ValueTask<AuthenticationHeaderValue> GetAsync(CancellationToken cancel)
    {
        if (_current is { } known && known.Until > clock.GetUtcNow())
            return known.Header;

        var before = _failure;
        await _turn.WaitAsync(cancel);
        try
        {
            if (_current is { } fresh && fresh.Until > clock.GetUtcNow())
                return fresh.Header;

            // Those who waited for a renewal that failed do not ask once more each.
            if (_failure is { } failed && failed != before)
                throw new CredentialException(failed.Outcome);

            var token = await issue(_refused, cancel);
            var renewed = new Current(new AuthenticationHeaderValue("Bearer", token.Value), token.Until);
            _current = renewed;
            return renewed.Header;
        }
        catch (CredentialException failure)
        {
            _failure = failure;
            throw;
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
        {
            _refused = header.Parameter;
            Interlocked.CompareExchange(ref _current, null, current);
        }

        return true;
    }

    private sealed record Current(AuthenticationHeaderValue Header, DateTimeOffset Until);
}
