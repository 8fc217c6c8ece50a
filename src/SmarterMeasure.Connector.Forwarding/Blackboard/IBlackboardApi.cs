using Refit;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>The Blackboard calls that a grade needs. Ids arrive escaped, see <see cref="BlackboardPath"/>.</summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface IBlackboardApi
{
    /// <summary>The user with an id; 404 when there is none.</summary>
    [Get("/learn/api/public/v1/users/{user}")]
    Task<IApiResponse<BlackboardUser>> GetUserAsync([Encoded] string user, CancellationToken cancel);

    /// <summary>The users with an e-mail address.</summary>
    [Get("/learn/api/public/v1/users?limit=100")]
    Task<IApiResponse<BlackboardUsers>> FindByEmailAsync([AliasAs("contact.email")] string email, CancellationToken cancel);

    /// <summary>Makes a column; refused when its external id is there: see <see cref="GetColumnAsync"/>.</summary>
    [Post("/learn/api/public/v2/courses/{course}/gradebook/columns")]
    Task<IApiResponse> CreateColumnAsync([Encoded] string course, [Body] NewColumn column, CancellationToken cancel);

    /// <summary>The column with an id; 404 when there is none.</summary>
    [Get("/learn/api/public/v2/courses/{course}/gradebook/columns/{column}")]
    Task<IApiResponse> GetColumnAsync([Encoded] string course, [Encoded] string column, CancellationToken cancel);

    /// <summary>Sets a student's grade. The same grade again changes nothing.</summary>
    [Patch("/learn/api/public/v2/courses/{course}/gradebook/columns/{column}/users/{user}")]
    Task<IApiResponse> PatchGradeAsync(
        [Encoded] string course, [Encoded] string column, [Encoded] string user, [Body] BlackboardGrade grade,
        CancellationToken cancel);
}
