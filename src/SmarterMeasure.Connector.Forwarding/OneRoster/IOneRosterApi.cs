using Refit;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>The OneRoster 1.2 calls that an assessment result needs. The ids of what is put are ours.</summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface IOneRosterApi
{
    /// <summary>
    /// The first users that fit a filter such as <c>identifier='S123'</c>. Which members they come with is left to the system: how
    /// several of them are asked for (<c>fields</c>) is written in two ways.
    /// </summary>
    [Get("/ims/oneroster/rostering/v1p2/users?limit=100")]
    Task<IApiResponse<OneRosterUsers>> FindUsersAsync(string filter, CancellationToken cancel);

    /// <summary>A line item.</summary>
    [Get("/ims/oneroster/gradebook/v1p2/assessmentLineItems/{sourcedId}")]
    Task<IApiResponse<OneRosterLineItemAnswer>> GetLineItemAsync(string sourcedId, CancellationToken cancel);

    /// <summary>Sets what a section is called. Again changes nothing.</summary>
    [Put("/ims/oneroster/gradebook/v1p2/assessmentLineItems/{sourcedId}")]
    Task<IApiResponse> PutLineItemAsync(string sourcedId, [Body] OneRosterLineItemBody lineItem, CancellationToken cancel);

    /// <summary>A student's result in a section, as it stands.</summary>
    [Get("/ims/oneroster/gradebook/v1p2/assessmentResults/{sourcedId}")]
    Task<IApiResponse<OneRosterResultAnswer>> GetResultAsync(string sourcedId, CancellationToken cancel);

    /// <summary>A page of the results that fit a filter such as <c>assessmentLineItem.sourcedId='sm-Math'</c>.</summary>
    [Get("/ims/oneroster/gradebook/v1p2/assessmentResults")]
    Task<IApiResponse<OneRosterResultsAnswer>> ListResultsAsync(string filter, int limit, int offset, CancellationToken cancel);

    /// <summary>Sets a student's result in a section. Again changes nothing.</summary>
    [Put("/ims/oneroster/gradebook/v1p2/assessmentResults/{sourcedId}")]
    Task<IApiResponse> PutResultAsync(string sourcedId, [Body] OneRosterResultBody result, CancellationToken cancel);
}
