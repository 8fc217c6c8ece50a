using Refit;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>The operations of the API's third version. What is null is left out. No address in an answer is ever followed.</summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface IVendorApi
{
    [Get("/users")]
    Task<IApiResponse<ResultsPage<UserRecord>>> ListUsersAsync(
        [AliasAs("UserID")] string? userId,
        [AliasAs("InternalID")] string? internalId,
        [AliasAs("Email")] string? email,
        [AliasAs("FirstName")] string? firstName,
        [AliasAs("LastName")] string? lastName,
        [AliasAs("AccessCode")] string? accessCode,
        [AliasAs("OrderBy")] string? orderBy,
        [AliasAs("ExcludeCustomQuestions")] string? excludeCustomQuestions,
        [AliasAs("AssessmentKey")] string? assessmentKeys,
        [AliasAs("AdministrativeGroupKey")] string? administrativeGroupKeys,
        [AliasAs("limit")] int limit,
        [AliasAs("offset")] int offset,
        CancellationToken cancel);

    [Post("/users")]
    Task<IApiResponse<string>> CreateUserAsync([Body] NewUserBody user, CancellationToken cancel);

    [Get("/users/{userId}")]
    Task<IApiResponse<UserDetail>> GetUserAsync(string userId, CancellationToken cancel);

    [Put("/users/{userId}")]
    Task<IApiResponse<UserDetail>> UpdateUserAsync(string userId, [Body] UserChanges changes, CancellationToken cancel);

    [Get("/users/{userId}/results")]
    Task<IApiResponse<UserResultSummary>> GetUserResultsAsync(string userId, CancellationToken cancel);

    [Post("/users/{userId}/signon")]
    Task<IApiResponse<SignOn>> SignOnAsync(
        string userId,
        [AliasAs("UseSSL")] string useSsl,
        [AliasAs("IncludeSettings")] string includeSettings,
        [AliasAs("RedirectToSection")] string? redirectToSection,
        CancellationToken cancel);

    [Get("/users/{userId}/reportlink")]
    Task<IApiResponse<ReportLink>> CreateReportLinkAsync(string userId, int ttl, CancellationToken cancel);

    [Get("/users/{userId}/report")]
    Task<HttpResponseMessage> GetReportAsync(
        string userId, [AliasAs("Type")] string? type, [AliasAs("Format")] string? format, CancellationToken cancel);

    [Get("/results")]
    Task<IApiResponse<ResultsPage<UserResultSummary>>> SearchResultsAsync(
        [AliasAs("UserID")] string? userIds,
        [AliasAs("InternalID")] string? internalId,
        [AliasAs("FirstName")] string? firstName,
        [AliasAs("LastName")] string? lastName,
        [AliasAs("EmailAddress")] string? emailAddress,
        [AliasAs("Gender")] string? gender,
        [AliasAs("AdminGroupUserName")] string? adminGroupUserName,
        [AliasAs("TestingGroupUserName")] string? testingGroupUserName,
        [AliasAs("ExtendedData")] string? extendedData,
        [AliasAs("IncludeAccountRequestedData")] string? includeAccountRequestedData,
        [AliasAs("StartDate")] string? startedFrom,
        [AliasAs("EndDate")] string? startedTo,
        [AliasAs("UpdateStartDate")] string? updatedFrom,
        [AliasAs("UpdateEndDate")] string? updatedTo,
        [AliasAs("CompletionStartDate")] string? completedFrom,
        [AliasAs("CompletionEndDate")] string? completedTo,
        [AliasAs("StartRecord")] int startRecord,
        [AliasAs("EndRecord")] int endRecord,
        CancellationToken cancel);

    [Get("/results/new")]
    Task<IApiResponse<ResultsPage<UserResult>>> SearchExpandedResultsAsync(
        [AliasAs("UserID")] string? userIds,
        [AliasAs("InternalID")] string? internalId,
        [AliasAs("FirstName")] string? firstName,
        [AliasAs("LastName")] string? lastName,
        [AliasAs("EmailAddress")] string? emailAddress,
        [AliasAs("Gender")] string? gender,
        [AliasAs("AdminGroupUserName")] string? adminGroupUserName,
        [AliasAs("TestingGroupUserName")] string? testingGroupUserName,
        [AliasAs("IncludeAccountRequestedData")] string? includeAccountRequestedData,
        [AliasAs("StartDate")] string? startedFrom,
        [AliasAs("EndDate")] string? startedTo,
        [AliasAs("UpdateStartDate")] string? updatedFrom,
        [AliasAs("UpdateEndDate")] string? updatedTo,
        [AliasAs("CompletionStartDate")] string? completedFrom,
        [AliasAs("CompletionEndDate")] string? completedTo,
        [AliasAs("IncompleteOnly")] string? incompleteOnly,
        [AliasAs("CompleteOnly")] string? completeOnly,
        [AliasAs("StartRecord")] int startRecord,
        [AliasAs("EndRecord")] int endRecord,
        CancellationToken cancel);
}
