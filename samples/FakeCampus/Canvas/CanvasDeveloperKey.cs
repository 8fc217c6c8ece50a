using System.Security.Cryptography;
using System.Text;
using FakeCampus.Serving;

namespace FakeCampus.Canvas;

/// <summary>
/// A developer key, with which a program renews its access tokens at <c>login/oauth2/token</c>. As in Canvas a refresh token is
/// used again and again, and each use ends the access token that the use before it gave. Stricter: takes a form only. Safe for
/// use from many threads.
/// </summary>
public sealed class CanvasDeveloperKey
{
    private readonly CanvasCampus _campus;
    private readonly Dictionary<string, string?> _accessTokens = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _issued;

    internal CanvasDeveloperKey(CanvasCampus campus) => _campus = campus;

    public string ClientId { get; init; } = "10000000000042";

    public string ClientSecret { get; init; } = "developer-key-secret-of-the-stub";

    /// <summary>How long an access token lives; may change while serving.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What the tokens issued from now on are good for.</summary>
    public TokenState Grants { get; set; } = TokenState.Valid;

    /// <summary>Whether refresh tokens are unknown for now, as after a person withdrew the consent.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>How many access tokens were issued.</summary>
    public int Issued
    {
        get { lock (_lock) return _issued; }
    }

    /// <summary>Issues a refresh token, as a person's consent would.</summary>
    public string GrantRefreshToken()
    {
        lock (_lock)
        {
            var token = New("refresh");
            _accessTokens[token] = null;
            return token;
        }
    }

    /// <summary>Ends the life of every access token that was issued.</summary>
    public void ExpireAll()
    {
        lock (_lock)
        {
            foreach (var token in _accessTokens.Values.OfType<string>())
                _campus.SetToken(token, TokenState.Expired);
        }
    }

    internal CanvasAnswer Answer(string? contentType, byte[] body)
    {
        if (contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return CanvasErrors.OAuth(400, "invalid_request", "a form is required");

        var form = FormFields.Parse(Encoding.UTF8.GetString(body));
        if (form["grant_type"] == "client_credentials")
            return CanvasErrors.OAuth(400, "invalid_scope", "only IMS scopes may be asked for");
        if (form["grant_type"] != "refresh_token")
            return CanvasErrors.OAuth(
                400, "unsupported_grant_type", "The grant_type you requested is not currently supported");
        if (form["client_id"] != ClientId)
            return CanvasErrors.OAuth(401, "invalid_client", "unknown client");
        if (form["client_secret"] != ClientSecret)
            return CanvasErrors.OAuth(401, "invalid_client", "invalid client");

        return Issue(form["refresh_token"] ?? "") is { } token
            ? CanvasAnswer.Json(200, json =>
            {
                json.WriteStartObject();
                json.WriteString("access_token", token);
                json.WriteString("token_type", "Bearer");
                json.WriteStartObject("user");
                json.WriteNumber("id", 1);
                json.WriteString("name", "Service Account");
                json.WriteEndObject();
                json.WriteNumber("expires_in", (long)Lifetime.TotalSeconds);
                json.WriteEndObject();
            })
            : CanvasErrors.OAuth(400, "invalid_request", "refresh_token not found");
    }

    private string? Issue(string refreshToken)
    {
        lock (_lock)
        {
            if (IsWithdrawn || !_accessTokens.TryGetValue(refreshToken, out var before))
                return null;

            if (before is not null)
                _campus.RevokeToken(before);

            var token = New("access");
            _accessTokens[refreshToken] = token;
            _campus.SetToken(token, Grants, _campus.Clock.GetUtcNow() + Lifetime);
            _issued++;
            return token;
        }
    }

    private static string New(string kind) => $"{kind}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";
}
