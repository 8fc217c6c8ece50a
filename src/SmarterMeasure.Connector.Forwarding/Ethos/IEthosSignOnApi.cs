using Refit;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>Where an API key is exchanged for a token.</summary>
[Headers("User-Agent: SmarterMeasure.Connector")]
internal interface IEthosSignOnApi
{
    /// <summary>Gives a token of an hour as plain text; without the parameter it would end after some minutes, or a day.</summary>
    [Post("/auth?expirationMinutes=60")]
    Task<IApiResponse<string>> SignOnAsync([Header("Authorization")] string apiKey, CancellationToken cancel);
}
