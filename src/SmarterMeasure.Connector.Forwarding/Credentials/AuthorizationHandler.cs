using System.Net;
using System.Net.Http.Headers;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>Authorises each call; a refused one is sent once more when the credential can be renewed.</summary>
internal sealed class AuthorizationHandler(ICredential credential) : DelegatingHandler
{
    /// <inheritdoc/>
    /// <exception cref="CredentialException">There is no credential to be had.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var header = await credential.GetAsync(cancellationToken);
        request.Headers.Authorization = header;
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !credential.Refused(header))
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
