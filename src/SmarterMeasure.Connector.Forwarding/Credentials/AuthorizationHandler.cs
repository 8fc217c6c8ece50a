using System.Net;
using System.Net.Http.Headers;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>Authorises each call; a refused one is sent once more when the credential can be renewed.</summary>
/// <param name="credential">What the calls are authorised with.</param>
/// <param name="isDenial">
/// Whether a 401 is for a good credential that may not do this, which no renewal would change; null when none is.
/// </param>
internal sealed class AuthorizationHandler(
    ICredential credential, Func<HttpResponseMessage, CancellationToken, Task<bool>>? isDenial = null) : DelegatingHandler
{
    /// <inheritdoc/>
    /// <exception cref="CredentialException">There is no credential to be had.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var header = await credential.GetAsync(cancellationToken);
        request.Headers.Authorization = header;
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized
            || (isDenial is not null && await isDenial(response, cancellationToken))
            || !credential.Refused(header))
            return response;

        var renewed = await RenewAsync(response, cancellationToken);
        request.Headers.Authorization = renewed;
        return await base.SendAsync(request, cancellationToken);
    }

    private async Task<AuthenticationHeaderValue> RenewAsync(
        HttpResponseMessage refusal, CancellationToken cancel)
    {
        using (refusal)
            return await credential.GetAsync(cancel);
    }
}
