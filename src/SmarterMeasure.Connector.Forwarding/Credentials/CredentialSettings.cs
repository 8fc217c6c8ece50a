using System.Net.Http.Headers;
using System.Security.Cryptography;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>Which credentials a target takes.</summary>
[Flags]
internal enum CredentialKinds
{
    /// <summary><c>Token</c>: a fixed access token.</summary>
    Token = 1,

    /// <summary><c>ClientId</c>, <c>ClientSecret</c>: client credentials.</summary>
    Secret = 2,

    /// <summary><c>ClientId</c>, <c>PrivateKey</c> and perhaps <c>KeyId</c>: client credentials with a signed assertion.</summary>
    PrivateKey = 4,

    /// <summary><c>ClientId</c>, <c>ClientSecret</c>, <c>RefreshToken</c>.</summary>
    RefreshToken = 8,
}

/// <summary>
/// A destination's credentials as configured. A class rather than a record, so that nothing prints them.
/// </summary>
internal sealed class CredentialSettings
{
    private readonly string? _token;
    private readonly string? _refreshToken;
    private readonly string? _scope;
    private readonly Uri? _tokenUrl;
    private readonly Func<TimeProvider, ClientProof>? _proof;

    private CredentialSettings(
        string? token, string? refreshToken, string? scope, Uri? tokenUrl, Func<TimeProvider, ClientProof>? proof) =>
        (_token, _refreshToken, _scope, _tokenUrl, _proof) = (token, refreshToken, scope, tokenUrl, proof);

    /// <summary>Reads the section's credentials and notes every fault; null when there is one.</summary>
    /// <param name="section">The destination's section.</param>
    /// <param name="kinds">What the target takes.</param>
    /// <param name="tokenUrl">The token endpoint when <c>TokenUrl</c> is not configured; null makes it required.</param>
    /// <param name="scope">The scope when <c>Scope</c> is not configured.</param>
    /// <param name="audience">The assertion's audience when <c>Audience</c> is not configured; by default the endpoint.</param>
    public static CredentialSettings? Read(
        SettingsSection section, CredentialKinds kinds, Uri? tokenUrl = null, string? scope = null, string? audience = null)
    {
        if (kinds.HasFlag(CredentialKinds.Token) && section.Text("Token") is { } token)
        {
            if (IsHeaderSafe(token))
                return new CredentialSettings(token, null, null, null, null);

            section.Fault("Token", "must be the access token alone: letters, digits and signs, without blanks");
            return null;
        }

        if (kinds == CredentialKinds.Token || section.Text("ClientId") is not { } clientId)
        {
            section.Fault(kinds.HasFlag(CredentialKinds.Token) ? "Token" : "ClientId", Wanted(kinds));
            return null;
        }

        var endpoint = section.Text("TokenUrl") is null && tokenUrl is not null ? tokenUrl : section.BaseUrl("TokenUrl");
        if (ReadProof(section, kinds, clientId, endpoint, audience) is not { } proof || endpoint is null)
            return null;

        var refreshToken = kinds.HasFlag(CredentialKinds.RefreshToken) ? section.Text("RefreshToken") : null;
        return new CredentialSettings(null, refreshToken, section.Text("Scope") ?? scope, endpoint, proof);
    }

    /// <summary>Makes the credential.</summary>
    public ICredential Open(TokenClients clients, TimeProvider clock)
    {
        if (_token is not null)
            return new FixedCredential(new AuthenticationHeaderValue("Bearer", _token));

        var endpoint = clients.Open(_tokenUrl!);
        var proof = _proof!(clock);
        if (_refreshToken is not null)
            return new RenewedCredential(new RefreshToken(endpoint, proof, _refreshToken, clients, clock).IssueAsync, clock);

        var grant = new ClientCredentials(endpoint, proof, _scope);
        return new RenewedCredential((_, cancel) => grant.IssueAsync(cancel), clock);
    }

    private static Func<TimeProvider, ClientProof>? ReadProof(
        SettingsSection section, CredentialKinds kinds, string clientId, Uri? endpoint, string? audience)
    {
        if (kinds.HasFlag(CredentialKinds.PrivateKey) && section.Text("PrivateKey") is { } pem)
        {
            var key = RSA.Create();
            try
            {
                key.ImportFromPem(pem);
            }
            catch (Exception unreadable) when (unreadable is ArgumentException or CryptographicException)
            {
                key.Dispose();
                section.Fault("PrivateKey", "must be an RSA private key in PEM: -----BEGIN PRIVATE KEY----- and so on");
                return null;
            }

            var (meant, keyId) = (section.Text("Audience") ?? audience ?? endpoint?.ToString() ?? "", section.Text("KeyId"));
            return clock => new AssertionProof(new SignedAssertion(clientId, meant, keyId, key, clock));
        }

        if (section.Text("ClientSecret") is { } secret && (kinds & (CredentialKinds.Secret | CredentialKinds.RefreshToken)) != 0)
        {
            if (kinds.HasFlag(CredentialKinds.RefreshToken) && section.Text("RefreshToken") is not null)
                return _ => new FormProof(clientId, secret);
            if (kinds.HasFlag(CredentialKinds.Secret))
                return _ => new BasicProof(clientId, secret);

            section.Fault("RefreshToken", "is missing");
            return null;
        }

        section.Fault("ClientId", Wanted(kinds, "is not enough"));
        return null;
    }

    private static string Wanted(CredentialKinds kinds, string fault = "is missing")
    {
        var ways = new List<string>();
        if (kinds.HasFlag(CredentialKinds.Token))
            ways.Add("Token");
        if (kinds.HasFlag(CredentialKinds.Secret))
            ways.Add("ClientId with ClientSecret");
        if (kinds.HasFlag(CredentialKinds.PrivateKey))
            ways.Add("ClientId with PrivateKey");
        if (kinds.HasFlag(CredentialKinds.RefreshToken))
            ways.Add("ClientId with ClientSecret and RefreshToken");
        return ways is ["Token"] ? fault : $"{fault}: give " + string.Join(", or ", ways);
    }

    private static bool IsHeaderSafe(string token) => token.All(character => character is > ' ' and <= '~');
}
