using Refit;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>The Brightspace calls that a grade needs.</summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface IBrightspaceApi
{
    /// <summary>The users with an id of the school's: an array; 404 when there is none.</summary>
    [Get("/d2l/api/lp/{version}/users/")]
    Task<IApiResponse<IReadOnlyList<BrightspaceUser>>> FindByOrgIdAsync(
        string version, [AliasAs("orgDefinedId")] string id, CancellationToken cancel);

    /// <summary>The users with an e-mail address: an array; 404 when there is none.</summary>
    [Get("/d2l/api/lp/{version}/users/")]
    Task<IApiResponse<IReadOnlyList<BrightspaceUser>>> FindByEmailAsync(
        string version, [AliasAs("externalEmail")] string email, CancellationToken cancel);

    /// <summary>The grade objects of a course.</summary>
    [Get("/d2l/api/le/{version}/{orgUnit}/grades/")]
    Task<IApiResponse<IReadOnlyList<GradeObject>>> GetGradeObjectsAsync(
        string version, string orgUnit, CancellationToken cancel);

    /// <summary>Makes a grade object. Each call makes one, so look for the name before.</summary>
    [Post("/d2l/api/le/{version}/{orgUnit}/grades/")]
    Task<IApiResponse<GradeObject>> CreateGradeObjectAsync(
        string version, string orgUnit, [Body] NewGradeObject gradeObject, CancellationToken cancel);

    /// <summary>A student's value of a grade object; 404 when there is none yet.</summary>
    [Get("/d2l/api/le/{version}/{orgUnit}/grades/{gradeObject}/values/{user}")]
    Task<IApiResponse<GradeValue>> GetValueAsync(
        string version, string orgUnit, string gradeObject, string user, CancellationToken cancel);

    /// <summary>The values of a grade object, those that are graded: the first page.</summary>
    [Get("/d2l/api/le/{version}/{orgUnit}/grades/{gradeObject}/values/?isGraded=true")]
    Task<IApiResponse<GradeValuePage>> GetValuesAsync(
        string version, string orgUnit, string gradeObject, int pageSize, CancellationToken cancel);

    /// <summary>A further page, at the address in the page before it. The token goes there too: see to the origin.</summary>
    [Get("")]
    Task<IApiResponse<GradeValuePage>> GetValuesPageAsync([Url] Uri page, CancellationToken cancel);

    /// <summary>Sets a student's value, with its comments: those left out are refused, those empty are wiped.</summary>
    [Put("/d2l/api/le/{version}/{orgUnit}/grades/{gradeObject}/values/{user}")]
    Task<IApiResponse> PutValueAsync(
        string version, string orgUnit, string gradeObject, string user, [Body] IncomingValue value, CancellationToken cancel);
}
