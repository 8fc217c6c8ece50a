using System.Buffers.Text;
using System.Text.Json;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Credentials;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>The API key of an application in Ethos Integration, which is exchanged for a token. Prints nothing of itself.</summary>
internal sealed class EthosApiKey(string key)
{
    private static readonly TimeSpan UnsaidLife = TimeSpan.FromMinutes(5);
    private static readonly RefitSettings Refit = RefitDefaults.For(EthosJson.Default);

    /// <summary>Makes the credential.</summary>
    public ICredential Open(Uri baseUrl, TokenClients clients, TimeProvider clock)
    {
        var api = RestService.ForGenerated<IEthosSignOnApi>(clients.Client(baseUrl), Refit);
        var answers = clients.Answers();
        return new RenewedCredential((_, cancel) => IssueAsync(api, answers, clock, cancel), clock);
    }

    /// <summary>How long a token counts: from its own claims, both of the issuer's clock where it says when it began.</summary>
    public static TimeSpan LifeOf(string token, DateTimeOffset now)
    {
        if (token.Split('.') is not [_, var claims, _] || !Base64Url.IsValid(claims))
            return UnsaidLife;

        try
        {
            using var body = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            if (Seconds(body.RootElement, "exp") is not { } ends)
                return UnsaidLife;

            var life = ends - (Seconds(body.RootElement, "iat") ?? now.ToUnixTimeSeconds());
            return life is > 0 and <= 24 * 60 * 60 ? TimeSpan.FromSeconds(life) : UnsaidLife;
        }
        catch (JsonException)
        {
            return UnsaidLife;
        }
    }

    private async Task<IssuedToken> IssueAsync(
        IEthosSignOnApi api, AnswerReading answers, TimeProvider clock, CancellationToken cancel)
    {
        using var answer = await api.SignOnAsync($"Bearer {key}", cancel);
        if (answers.FailureOf(answer, "token") is { } failure)
            throw new CredentialException(TokenEndpoint.Refusal(failure));

        // A page of a proxy is no token, and no header could carry it.
        var (token, now) = (answer.Content!.Trim(), clock.GetUtcNow());
        return token.Length > 0 && token.All(character => character is > ' ' and <= '~')
            ? IssuedToken.For(token, LifeOf(token, now), now)
            : throw new CredentialException(TokenEndpoint.Refusal(DeliveryOutcome.Retry("token_unreadable")));
    }

    private static long? Seconds(JsonElement claims, string name) =>
        claims.ValueKind == JsonValueKind.Object
        && claims.TryGetProperty(name, out var claim)
        && claim.ValueKind == JsonValueKind.Number
        && claim.TryGetInt64(out var seconds)
            ? seconds
            : null;
}
