using System.Net.Http.Headers;
using System.Text;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>The header by which the API knows us: the access key as user name, the secret as password.</summary>
internal static class BasicAuthentication
{
    /// <summary>The header.</summary>
    public static AuthenticationHeaderValue Of(ApiSettings settings) => new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.AccessKey}:{settings.Secret}")));
}
