using Refit;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>
/// Every documented operation. Answers come raw: <see cref="Answers"/> reads them, so that no exception of Refit's holds
/// a body, and so that a body that breaks off counts as a failed attempt. Null parameters are not sent.
/// </summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface ISmarterMeasureApi
{
    /// <summary>A page of users; <c>offset</c> counts from 1.</summary>
    [Get("/users")]
    Task<HttpResponseMessage> ListUsersAsync(
        [AliasAs("UserID")] string? userId, [AliasAs("InternalID")] string? internalId,
        [AliasAs("Email")] string? email, [AliasAs("FirstName")] string? firstName,
        [AliasAs("LastName")] string? lastName, [AliasAs("AccessCode")] string? accessCode,
        [AliasAs("OrderBy")] string? orderBy, [AliasAs("ExcludeCustomQuestions")] string? excludeCustomQuestions,
        [AliasAs("AssessmentKey")] string? assessmentKey,
        [AliasAs("AdministrativeGroupKey")] string? administrativeGroupKey, [AliasAs("limit")] int limit,
        [AliasAs("offset")] int offset,
        CancellationToken cancel);

    /// <summary>Creates a user, which is a new assessment: never to be sent twice.</summary>
    [Post("/users")]
    Task<HttpResponseMessage> CreateUserAsync([Body] NewUser user, CancellationToken cancel);

    /// <summary>One user.</summary>
    [Get("/users/{userId}")]
    Task<HttpResponseMessage> GetUserAsync(string userId, CancellationToken cancel);

    /// <summary>Changes a user.</summary>
    [Put("/users/{userId}")]
    Task<HttpResponseMessage> UpdateUserAsync(string userId, [Body] UserChanges changes, CancellationToken cancel);

    /// <summary>One user's results.</summary>
    [Get("/users/{userId}/results")]
    Task<HttpResponseMessage> GetUserResultsAsync(string userId, CancellationToken cancel);

    /// <summary>Makes a way in for a student. The vendor's text of 2025 said GET; POST is what it says now.</summary>
    [Post("/users/{userId}/signon")]
    Task<HttpResponseMessage> SignOnAsync(string userId, [Body] SignOnOptions options, CancellationToken cancel);

    /// <summary>Makes a link to a report; <c>ttl</c> in minutes.</summary>
    [Get("/users/{userId}/reportlink")]
    Task<HttpResponseMessage> CreateReportLinkAsync(string userId, [AliasAs("ttl")] int ttl, CancellationToken cancel);

    /// <summary>A report as a file.</summary>
    [Get("/users/{userId}/report")]
    [Headers("Accept: */*")]
    Task<HttpResponseMessage> GetReportAsync(
        string userId, [AliasAs("Type")] string? type, [AliasAs("Format")] string? format, CancellationToken cancel);

    /// <summary>A page of results; records count from 1, both ends included.</summary>
    [Get("/results")]
    Task<HttpResponseMessage> SearchResultsAsync(
        [AliasAs("UserID")] string? userId, [AliasAs("InternalID")] string? internalId,
        [AliasAs("FirstName")] string? firstName, [AliasAs("LastName")] string? lastName,
        [AliasAs("EmailAddress")] string? emailAddress, [AliasAs("Gender")] string? gender,
        [AliasAs("AdminGroupUserName")] string? adminGroupUserName,
        [AliasAs("TestingGroupUserName")] string? testingGroupUserName,
        [AliasAs("ExtendedData")] string? extendedData,
        [AliasAs("IncludeAccountRequestedData")] string? includeAccountRequestedData,
        [AliasAs("StartDate")] string? startDate, [AliasAs("EndDate")] string? endDate,
        [AliasAs("UpdateStartDate")] string? updateStartDate, [AliasAs("UpdateEndDate")] string? updateEndDate,
        [AliasAs("CompletionStartDate")] string? completionStartDate,
        [AliasAs("CompletionEndDate")] string? completionEndDate, [AliasAs("StartRecord")] int startRecord,
        [AliasAs("EndRecord")] int endRecord,
        CancellationToken cancel);

    /// <summary>A page of results in full; records count from 1, both ends included.</summary>
    [Get("/results/new")]
    Task<HttpResponseMessage> SearchExpandedResultsAsync(
        [AliasAs("UserID")] string? userId, [AliasAs("InternalID")] string? internalId,
        [AliasAs("FirstName")] string? firstName, [AliasAs("LastName")] string? lastName,
        [AliasAs("EmailAddress")] string? emailAddress, [AliasAs("Gender")] string? gender,
        [AliasAs("AdminGroupUserName")] string? adminGroupUserName,
        [AliasAs("TestingGroupUserName")] string? testingGroupUserName,
        [AliasAs("IncompleteOnly")] string? incompleteOnly, [AliasAs("CompleteOnly")] string? completeOnly,
        [AliasAs("IncludeAccountRequestedData")] string? includeAccountRequestedData,
        [AliasAs("StartDate")] string? startDate, [AliasAs("EndDate")] string? endDate,
        [AliasAs("UpdateStartDate")] string? updateStartDate, [AliasAs("UpdateEndDate")] string? updateEndDate,
        [AliasAs("CompletionStartDate")] string? completionStartDate,
        [AliasAs("CompletionEndDate")] string? completionEndDate, [AliasAs("StartRecord")] int startRecord,
        [AliasAs("EndRecord")] int endRecord,
        CancellationToken cancel);
}
