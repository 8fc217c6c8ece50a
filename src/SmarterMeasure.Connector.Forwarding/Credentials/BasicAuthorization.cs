using System.Net.Http.Headers;
using System.Text;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>A name and a password as a header, unescaped, as the targets want them.</summary>
internal static class BasicAuthorization
{
    /// <summary>Writes the header. Secret.</summary>
    public static AuthenticationHeaderValue Of(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
