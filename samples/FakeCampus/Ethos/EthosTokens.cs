using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FakeCampus.Serving;

namespace FakeCampus.Ethos;

/// <summary>Exchanges API keys for JSON web tokens that live some minutes, and tells whose a token is.</summary>
internal sealed class EthosTokens(EthosCampus campus)
{
    private readonly EthosErrors _errors = new(campus);
    private readonly Dictionary<string, (string Key, DateTimeOffset Expires)> _tokens = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The raw text of a token: not JSON, no quotes.</summary>
    public StubAnswer Issue(StubRequest request)
    {
        if (request.Bearer is not { } key || campus.PermissionsOf(key) is null)
            return _errors.Unauthorized();

        var minutes = campus.DefaultTokenMinutes;
        if (FormFields.Parse(request.Query)["expirationMinutes"] is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out minutes)
                || minutes is < 1 or > 120))
        {
            return _errors.BadRequest("expirationMinutes must be a number from 1 to 120.");
        }

        if (request.Body.Length > 0)
            return _errors.BadRequest("A body is not expected.");

        var (issued, id) = (campus.Clock.GetUtcNow().ToUnixTimeSeconds(), Guid.NewGuid());
        var expires = issued + minutes * 60L;
        var token = string.Join('.',
            Part("""{"alg":"HS256","typ":"JWT"}"""),
            Part(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"iat":{{issued}},"exp":{{expires}},"jti":"{{id}}"}""")),
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        lock (_lock)
            _tokens[token] = (key, DateTimeOffset.FromUnixTimeSeconds(expires));

        return StubAnswer.Text(200, "text/plain; charset=utf-8", token);
    }

    /// <summary>What the bearer of this request may do; null without a token that is alive.</summary>
    public EthosPermissions? Permissions(StubRequest request)
    {
        lock (_lock)
        {
            return request.Bearer is { } token
                && _tokens.TryGetValue(token, out var known)
                && campus.Clock.GetUtcNow() < known.Expires
                    ? campus.PermissionsOf(known.Key)
                    : null;
        }
    }

    /// <summary>Ends every token now.</summary>
    public void Revoke()
    {
        lock (_lock)
            _tokens.Clear();
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
