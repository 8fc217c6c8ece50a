using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>A JSON Web Token by which a program names itself (RFC 7523), signed with RS256. Safe for use from many threads.</summary>
/// <param name="clientId">Issuer and subject.</param>
/// <param name="audience">Whom it is for, normally the token endpoint.</param>
/// <param name="keyId">The key's id among the program's published keys; null to leave it out.</param>
/// <param name="key">The private key.</param>
/// <param name="clock">The time.</param>
internal sealed class SignedAssertion(string clientId, string audience, string? keyId, RSA key, TimeProvider clock)
{
    private const int LifeSeconds = 300;

    /// <summary>A new one, with an id that was never used.</summary>
    public string Sign()
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var head = Part(json =>
        {
            json.WriteString("alg", "RS256");
            json.WriteString("typ", "JWT");
            if (keyId is not null)
                json.WriteString("kid", keyId);
        });
        var claims = Part(json =>
        {
            json.WriteString("iss", clientId);
            json.WriteString("sub", clientId);
            json.WriteString("aud", audience);
            json.WriteNumber("iat", now);
            json.WriteNumber("exp", now + LifeSeconds);
            json.WriteString("jti", Guid.NewGuid().ToString("N"));
        });
        var text = $"{head}.{claims}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
