using System.Text.Json;
using System.Text.Json.Serialization;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>A token endpoint of OAuth 2; its address is the client's base address.</summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface IOAuthApi
{
    /// <summary>Asks for a token.</summary>
    [Post("")]
    Task<IApiResponse<TokenAnswer>> RequestAsync(
        [Body] HttpContent form, [Header("Authorization")] string? authorization, CancellationToken cancel);
}

/// <summary>What a token endpoint answers. Secret.</summary>
internal sealed record TokenAnswer
{
    /// <summary>The access token.</summary>
    public required string AccessToken { get; init; }

    /// <summary>How long it counts, in seconds, as the issuer writes it. Were it refused for its form, the tokens would be lost.</summary>
    public JsonElement ExpiresIn { get; init; }

    /// <summary>The refresh token that takes the place of the one used; null when that one stays.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Says nothing of the tokens.</summary>
    public override string ToString() => nameof(TokenAnswer);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SharedGrant))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class OAuthJson : JsonSerializerContext;
