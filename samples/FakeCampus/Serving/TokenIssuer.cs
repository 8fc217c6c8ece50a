using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FakeCampus.Serving;

/// <summary>How a client may prove itself to a token endpoint.</summary>
[Flags]
public enum ClientProof
{
    None = 0,

    /// <summary>Authorization: Basic, id and secret.</summary>
    Basic = 1,

    /// <summary><c>client_id</c> and <c>client_secret</c> in the form.</summary>
    FormSecret = 2,

    /// <summary>A JWT signed with the client's private key (RS256).</summary>
    PrivateKeyJwt = 4,
}

/// <summary>
/// An OAuth 2 token endpoint for client credentials and refresh tokens, and the memory of what it issued. Safe for use from
/// many threads.
/// </summary>
public sealed class TokenIssuer(TimeProvider clock, Violations violations)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private readonly Dictionary<string, (DateTimeOffset End, string[]? Scopes)> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _refreshTokens = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private ClientAssertion? _assertion;
    private string? _last;
    private int _issued;

    public string ClientId { get; init; } = "smartermeasure-connector";

    public string ClientSecret { get; init; } = "client+secret/of=the-stub";

    public ClientProof Accepts { get; init; } = ClientProof.Basic | ClientProof.FormSecret;

    /// <summary>How long a token lives; may change while serving.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether every use of a refresh token replaces it.</summary>
    public bool RotatesRefreshTokens { get; init; }

    /// <summary>Whether a token that still lives is given again, with what is left of its life.</summary>
    public bool RepeatsLiveToken { get; init; }

    /// <summary>The scope that must be asked for; null when the endpoint does not look.</summary>
    public string? RequiredScope { get; init; }

    /// <summary>How many distinct access tokens were issued.</summary>
    public int Issued
    {
        get { lock (_lock) return _issued; }
    }

    /// <summary>Takes the client's public key for assertions.</summary>
    /// <param name="publicKey">The RSA key; its public half is copied.</param>
    /// <param name="audience">What <c>aud</c> must say.</param>
    public void Trust(RSA publicKey, string audience) =>
        _assertion = new ClientAssertion(publicKey.ExportParameters(includePrivateParameters: false), audience, clock);

    /// <summary>Issues a refresh token, as a person's consent would.</summary>
    public string GrantRefreshToken()
    {
        lock (_lock)
        {
            var token = New("refresh");
            _refreshTokens[token] = true;
            return token;
        }
    }

    /// <summary>Issues an access token, or gives the living one again.</summary>
    /// <param name="life">How long it lives.</param>
    /// <param name="scope">What it is good for, as asked; null for everything.</param>
    public string Issue(out TimeSpan life, string? scope = null)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (RepeatsLiveToken && _last is not null && _live.TryGetValue(_last, out var last) && last.End > now)
            {
                life = last.End - now;
                return _last;
            }

            _last = New("access");
            _live[_last] = (now + Lifetime, scope?.Split(' '));
            _issued++;
            life = Lifetime;
            return _last;
        }
    }

    /// <summary>Whether a bearer token was issued here and still lives.</summary>
    public bool IsValid(string? bearer)
    {
        if (bearer is null)
            return false;

        lock (_lock)
            return _live.TryGetValue(bearer, out var token) && token.End > clock.GetUtcNow();
    }

    /// <summary>Whether a bearer token is valid and was asked for with this scope, or with none.</summary>
    public bool Allows(string? bearer, string scope)
    {
        if (!IsValid(bearer))
            return false;

        lock (_lock)
            return _live.TryGetValue(bearer!, out var token) && token.Scopes?.Contains(scope) != false;
    }

    /// <summary>Ends the life of every access token.</summary>
    public void ExpireAll()
    {
        lock (_lock)
            _live.Clear();
    }

    /// <summary>Answers a request to the token endpoint.</summary>
    public StubAnswer Answer(StubRequest request)
    {
        if (request.Method != "POST")
            return StubAnswer.Empty(405).With("Allow", "POST");

        if (request.MediaType != "application/x-www-form-urlencoded" || request.Query.Length > 0)
            return Error(400, "invalid_request");

        var form = FormFields.Parse(request.Text);
        if (!HasProof(request, form))
            return Error(401, "invalid_client").With("WWW-Authenticate", "Basic realm=\"token\"");

        if (RequiredScope is not null && form["scope"]?.Split(' ').Contains(RequiredScope) != true)
            return Error(400, "invalid_scope");

        return form["grant_type"] switch
        {
            "client_credentials" => Grant(null, form["scope"]),
            "refresh_token" => Refresh(form["refresh_token"] ?? ""),
            _ => Error(400, "unsupported_grant_type"),
        };
    }

    private StubAnswer Refresh(string used)
    {
        string? next = used;
        lock (_lock)
        {
            if (!_refreshTokens.TryGetValue(used, out var lives))
                return Error(400, "invalid_grant");

            if (!lives)
            {
                violations.Add(Violations.ReusedRefreshToken);
                return Error(400, "invalid_grant");
            }

            if (RotatesRefreshTokens)
            {
                _refreshTokens[used] = false;
                _refreshTokens[next = New("refresh")] = true;
            }
        }

        return Grant(next, scope: null);
    }

    private StubAnswer Grant(string? refreshToken, string? scope)
    {
        var token = Issue(out var life, scope);
        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("access_token", token);
            json.WriteString("token_type", "bearer");
            json.WriteNumber("expires_in", (long)life.TotalSeconds);
            if (refreshToken is not null)
                json.WriteString("refresh_token", refreshToken);

            json.WriteEndObject();
        }).With("Cache-Control", "no-store");
    }

    private bool HasProof(StubRequest request, FormFields form)
    {
        if (Accepts.HasFlag(ClientProof.Basic) && request.Authorization("Basic") is { } basic)
            return basic == Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}"));

        if (Accepts.HasFlag(ClientProof.FormSecret) && form["client_secret"] is { } secret)
            return form["client_id"] == ClientId && secret == ClientSecret;

        if (!Accepts.HasFlag(ClientProof.PrivateKeyJwt)
            || _assertion is null
            || form["client_assertion_type"] != AssertionType
            || form["client_assertion"] is not { } assertion)
            return false;

        var verdict = _assertion.Judge(assertion, ClientId);
        if (verdict == ClientAssertion.Verdict.SeenBefore)
            violations.Add(Violations.ReusedAssertion);

        return verdict == ClientAssertion.Verdict.Good;
    }

    private static StubAnswer Error(int status, string code) => StubAnswer.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", code);
        json.WriteEndObject();
    });

    private static string New(string kind) => string.Create(
        CultureInfo.InvariantCulture, $"{kind}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}");
}
