using System.Text.Json.Nodes;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>The statements resource of a learning record store; the base address ends with <c>/xAPI</c> or the like.</summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface IXApi
{
    /// <summary>Stores a statement under its id. The same again changes nothing; another under a known id is refused with 409.</summary>
    [Put("/statements")]
    Task<IApiResponse> PutAsync(
        string statementId, [Body] XApiStatement statement, [Header("X-Experience-API-Version")] string version,
        CancellationToken cancel);

    /// <summary>Stores statements under the ids in them: all, and answers the ids, or none.</summary>
    [Post("/statements")]
    Task<IApiResponse<IReadOnlyList<string>>> PostAsync(
        [Body] XApiStatement[] statements, [Header("X-Experience-API-Version")] string version,
        CancellationToken cancel);

    /// <summary>The statement of an id.</summary>
    [Get("/statements")]
    Task<IApiResponse<JsonObject>> GetAsync(
        string statementId, [Header("X-Experience-API-Version")] string version, CancellationToken cancel);

    /// <summary>The statement of an id that somebody voided; it is not found otherwise.</summary>
    [Get("/statements")]
    Task<IApiResponse<JsonObject>> GetVoidedAsync(
        string voidedStatementId, [Header("X-Experience-API-Version")] string version, CancellationToken cancel);

    /// <summary>The first page of an activity's statements that were stored since a moment, oldest first.</summary>
    [Get("/statements?ascending=true")]
    Task<IApiResponse<XApiPage>> ListAsync(
        string activity, string since, int limit, [Header("X-Experience-API-Version")] string version,
        CancellationToken cancel);

    /// <summary>What the store says of itself.</summary>
    [Get("/about")]
    Task<IApiResponse<XApiAbout>> AboutAsync([Header("X-Experience-API-Version")] string version, CancellationToken cancel);
}
