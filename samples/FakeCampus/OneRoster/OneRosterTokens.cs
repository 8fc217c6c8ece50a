using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.OneRoster;

/// <summary>Remembers for which scopes each token was issued.</summary>
internal sealed class OneRosterTokens(OneRosterCampus campus, TokenIssuer issuer)
{
    private readonly ConcurrentDictionary<string, string[]> _scopes = new(StringComparer.Ordinal);

    /// <summary>The scopes of the bearer; null without a token that is alive.</summary>
    public IReadOnlyCollection<string>? ScopesOf(StubRequest request) =>
        issuer.IsValid(request.Bearer) ? _scopes.GetValueOrDefault(request.Bearer!) : null;

    public StubAnswer Answer(StubRequest request)
    {
        var asked = (FormFields.Parse(request.Text)["scope"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0 || asked.Except(campus.GrantedScopes).Any())
            return StubAnswer.Json(400, """{"error":"invalid_scope"}""");

        var answer = issuer.Answer(request);
        if (answer.Status != 200)
            return answer;

        var grant = JsonNode.Parse(answer.Body)!;
        _scopes[grant["access_token"]!.GetValue<string>()] = asked;
        grant["scope"] = string.Join(' ', asked);
        return StubAnswer.Json(200, grant.ToJsonString()).With("Cache-Control", "no-store");
    }
}
