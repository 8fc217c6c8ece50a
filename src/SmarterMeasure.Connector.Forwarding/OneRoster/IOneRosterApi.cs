using Refit;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>The OneRoster 1.2 calls that an assessment result needs. The ids of what is put are ours.</summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface IOneRosterApi
{
    /// <summary>The first users that fit a filter such as <c>identifier='S123'</c>, with no more of them than is needed.</summary>
    [Get("/ims/oneroster/rostering/v1p2/users?limit=100&fields=sourcedId,status,identifier,email")]
    Task<IApiResponse<OneRosterUsers>> FindUsersAsync(string filter, CancellationToken cancel);

    /// <summary>Sets what a section is called. Again changes nothing.</summary>
    [Put("/ims/oneroster/gradebook/v1p2/assessmentLineItems/{sourcedId}")]
    Task<IApiResponse> PutLineItemAsync(string sourcedId, [Body] OneRosterLineItemBody lineItem, CancellationToken cancel);

    /// <summary>Sets a student's result in a section. Again changes nothing.</summary>
    [Put("/ims/oneroster/gradebook/v1p2/assessmentResults/{sourcedId}")]
    Task<IApiResponse> PutResultAsync(string sourcedId, [Body] OneRosterResultBody result, CancellationToken cancel);
}
