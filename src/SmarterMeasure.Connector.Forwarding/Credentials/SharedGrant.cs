using System.Text.Json;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>What all processes on one store know of one grant, as the store keeps it. Secret.</summary>
internal sealed record SharedGrant
{
    /// <summary>The refresh token to use next; null for the configured one.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The access token that came last; null when it is not to be used.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Until when to use the access token.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>Until when one process has the others wait, because it has the grant renewed; null for none.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Reads what is stored; null is a grant that was never used.</summary>
    public static SharedGrant Parse(string? stored) =>
        stored is null ? new SharedGrant() : JsonSerializer.Deserialize(stored, OAuthJson.Default.SharedGrant)!;

    /// <summary>As it is stored.</summary>
    public string Store() => JsonSerializer.Serialize(this, OAuthJson.Default.SharedGrant);

    /// <summary>Says nothing of the tokens.</summary>
    public override string ToString() => nameof(SharedGrant);
}
