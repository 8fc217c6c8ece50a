using System.Net.Http.Headers;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>What a destination's calls are authorised with. Safe for use from many threads.</summary>
internal interface ICredential
{
    /// <summary>The header to send.</summary>
    /// <exception cref="CredentialException">There is none to be had.</exception>
    ValueTask<AuthenticationHeaderValue> GetAsync(CancellationToken cancel);

    /// <summary>Gives up a header that was refused.</summary>
    /// <returns>Whether there may be a better one.</returns>
    bool Refused(AuthenticationHeaderValue header);
}

/// <summary>A credential that is configured and never changes.</summary>
internal sealed class FixedCredential(AuthenticationHeaderValue header) : ICredential
{
    /// <inheritdoc/>
    public ValueTask<AuthenticationHeaderValue> GetAsync(CancellationToken cancel) => ValueTask.FromResult(header);

    /// <inheritdoc/>
    public bool Refused(AuthenticationHeaderValue header) => false;
}

/// <summary>No credential could be had. The outcome says why, without secrets.</summary>
internal sealed class CredentialException(DeliveryOutcome outcome) : Exception(outcome.Reason)
{
    /// <summary>What follows for the delivery.</summary>
    public DeliveryOutcome Outcome { get; } = outcome;
}
