using System.Net.Http.Headers;
using System.Text;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>Puts access key and secret on each request, and takes them off again, so that no exception carries them.</summary>
internal sealed class BasicAuthentication(ApiSettings settings) : DelegatingHandler
{
    private readonly string _credentials =
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.AccessKey}:{settings.Secret}"));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", _credentials);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.Headers.Authorization = null;
        }
    }
}
