using System.Globalization;
using System.Text.Json;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>Asks one token endpoint, and turns its refusals into outcomes.</summary>
internal sealed class TokenEndpoint(IOAuthApi api, AnswerReading answers, TimeProvider clock)
{
    private const double LongestLife = 365 * 24 * 60 * 60;
    private static readonly TimeSpan UnsaidLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OutagePause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(5);

    /// <summary>Asks for a token.</summary>
    /// <param name="form">The grant's fields.</param>
    /// <param name="authorization">The header that names the client; null when the form does.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="CredentialException">There was none.</exception>
    public async Task<TokenAnswer> RequestAsync(
        IEnumerable<KeyValuePair<string, string>> form, string? authorization, CancellationToken cancel)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await api.RequestAsync(content, authorization, cancel);
        return answers.FailureOf(answer, "token") is { } failure
            ? throw new CredentialException(Refusal(failure))
            : answer.Content ?? throw new CredentialException(Refusal(DeliveryOutcome.Retry("token_unreadable")));
    }

    /// <summary>The token of an answer.</summary>
    public IssuedToken TokenOf(TokenAnswer answer) => IssuedToken.For(
        answer.AccessToken,
        LifeIn(answer.ExpiresIn) is > 0 and <= LongestLife and var seconds ? TimeSpan.FromSeconds(seconds) : UnsaidLife,
        clock.GetUtcNow());

    private static double? LifeIn(JsonElement said) => said.ValueKind switch
    {
        JsonValueKind.Number => said.GetDouble(),
        JsonValueKind.String when double.TryParse(said.GetString(), CultureInfo.InvariantCulture, out var seconds) => seconds,
        _ => null,
    };

    /// <summary>
    /// What a failure to get a token means for a delivery. Without a token nothing can be sent, which is no delivery's fault: the
    /// destination rests, and no delivery is given up for it.
    /// </summary>
    public static DeliveryOutcome Refusal(DeliveryOutcome failure) => failure switch
    {
        { State: DeliveryState.Dead } => DeliveryOutcome.Pause($"unauthorized: {failure.Reason}", RefusedPause),
        _ => DeliveryOutcome.Pause(failure.Reason!, failure.After > OutagePause ? failure.After.Value : OutagePause),
    };
}
