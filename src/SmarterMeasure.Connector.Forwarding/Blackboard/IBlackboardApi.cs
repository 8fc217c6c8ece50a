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

    /// <summary>The columns of a course, 200 at a time.</summary>
    [Get("/learn/api/public/v2/courses/{course}/gradebook/columns?limit=200")]
    Task<IApiResponse<BlackboardColumns>> GetColumnsAsync([Encoded] string course, int? offset, CancellationToken cancel);

    /// <summary>Makes a column; refused when its external id is there: see <see cref="GetColumnsAsync"/>.</summary>
    [Post("/learn/api/public/v2/courses/{course}/gradebook/columns")]
    Task<IApiResponse<BlackboardColumn>> CreateColumnAsync([Encoded] string course, [Body] NewColumn column, CancellationToken cancel);

    /// <summary>The grades of a column, 200 at a time.</summary>
    [Get("/learn/api/public/v2/courses/{course}/gradebook/columns/{column}/users?limit=200")]
    Task<IApiResponse<BlackboardGrades>> GetGradesAsync(
        [Encoded] string course, [Encoded] string column, int? offset, CancellationToken cancel);

    /// <summary>Sets a student's grade, and gives what stands then. The same grade again changes nothing.</summary>
    [Patch("/learn/api/public/v2/courses/{course}/gradebook/columns/{column}/users/{user}")]
    Task<IApiResponse<BlackboardGrade>> PatchGradeAsync(
        [Encoded] string course, [Encoded] string column, [Encoded] string user, [Body] NewGrade grade, CancellationToken cancel);
}
