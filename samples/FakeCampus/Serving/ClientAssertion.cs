using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FakeCampus.Serving;

/// <summary>Checks the signed JWT with which a client proves itself (RFC 7523). Safe for use from many threads.</summary>
internal sealed class ClientAssertion(RSAParameters publicKey, string audience, TimeProvider clock)
{
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    public enum Verdict
    {
        Good,
        Bad,
        SeenBefore,
    }

    /// <summary>Judges an assertion; the client's id is the one that it names.</summary>
    public Verdict Judge(string assertion, string clientId)
    {
        try
        {
            var parts = assertion.Split('.');
            if (parts.Length != 3 || !IsSigned(parts))
                return Verdict.Bad;

            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            var root = claims.RootElement;
            if (Text(root, "iss") != clientId
                || Text(root, "sub") != clientId
                || !IsMeantForUs(root)
                || !IsTimely(root)
                || Text(root, "jti") is not { Length: > 0 } jti)
                return Verdict.Bad;

            return _seen.TryAdd(jti, true) ? Verdict.Good : Verdict.SeenBefore;
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            return Verdict.Bad;
        }
    }

    private bool IsSigned(string[] parts)
    {
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        if (Text(header.RootElement, "alg") != "RS256")
            return false;

        using var rsa = RSA.Create(publicKey);
        return rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
    }

    private bool IsMeantForUs(JsonElement claims) => claims.TryGetProperty("aud", out var aud) && aud.ValueKind switch
    {
        JsonValueKind.String => aud.GetString() == audience,
        JsonValueKind.Array => aud.EnumerateArray().Any(one => one.GetString() == audience),
        _ => false,
    };

    private bool IsTimely(JsonElement claims)
    {
        var now = clock.GetUtcNow();
        return Moment(claims, "exp") is { } end
            && end > now
            && (Moment(claims, "nbf") ?? now) <= now + s_skew
            && (Moment(claims, "iat") ?? now) <= now + s_skew;
    }

    private static DateTimeOffset? Moment(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) ? DateTimeOffset.FromUnixTimeSeconds(value.GetInt64()) : null;

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
