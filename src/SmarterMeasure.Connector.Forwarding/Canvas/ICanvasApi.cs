using System.Text.Json;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// The Canvas calls that a grade needs. Path values arrive escaped, see <see cref="CanvasPath"/>, because Canvas
/// documents its SIS ids with a literal colon.
/// </summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface ICanvasApi
{
    /// <summary>The account with an id; 404 when there is none.</summary>
    [Get("/api/v1/users/{user}/profile")]
    Task<IApiResponse<CanvasAccount>> GetProfileAsync([Encoded] string user, CancellationToken cancel);

    /// <summary>The first page of the accounts in which the term occurs.</summary>
    [Get("/api/v1/accounts/self/users?include%5B%5D=email&per_page=100")]
    Task<IApiResponse<IReadOnlyList<CanvasAccount>>> SearchAccountsAsync(
        [AliasAs("search_term")] string term, CancellationToken cancel);

    /// <summary>A further page, at the address in the page before it. The token goes there too: see to the origin.</summary>
    [Get("")]
    Task<IApiResponse<IReadOnlyList<CanvasAccount>>> GetAccountsPageAsync([Url] Uri page, CancellationToken cancel);

    /// <summary>Some accounts, as the search gives them.</summary>
    [Get("/api/v1/accounts/self/users?include%5B%5D=email&per_page=10")]
    Task<IApiResponse<IReadOnlyList<CanvasAccount>>> GetAccountsAsync(CancellationToken cancel);

    /// <summary>Whether the token may edit grades in the course; 404 when there is no such course.</summary>
    [Get("/api/v1/courses/{course}/permissions?permissions%5B%5D=manage_grades")]
    Task<IApiResponse<IReadOnlyDictionary<string, JsonElement>>> GetPermissionsAsync([Encoded] string course, CancellationToken cancel);

    /// <summary>One assignment; 404 when it is not in the course.</summary>
    [Get("/api/v1/courses/{course}/assignments/{assignment}")]
    Task<IApiResponse<CanvasAssignment>> GetAssignmentAsync(
        [Encoded] string course, [Encoded] string assignment, CancellationToken cancel);

    /// <summary>The first page of the course's assignments in whose names the term occurs.</summary>
    [Get("/api/v1/courses/{course}/assignments?per_page=100")]
    Task<IApiResponse<IReadOnlyList<CanvasAssignment>>> SearchAssignmentsAsync(
        [Encoded] string course, [AliasAs("search_term")] string term, CancellationToken cancel);

    /// <summary>A further page, at the address in the page before it. The token goes there too: see to the origin.</summary>
    [Get("")]
    Task<IApiResponse<IReadOnlyList<CanvasAssignment>>> GetAssignmentsPageAsync([Url] Uri page, CancellationToken cancel);

    /// <summary>Makes an assignment. A second one of the same name is another one.</summary>
    [Post("/api/v1/courses/{course}/assignments")]
    Task<IApiResponse<CanvasAssignment>> CreateAssignmentAsync(
        [Encoded] string course, [Body] NewAssignmentBody assignment, CancellationToken cancel);

    /// <summary>
    /// A student's grade in an assignment, also where none was given, with the assignment; 404 when the student is not in the course.
    /// </summary>
    [Get("/api/v1/courses/{course}/assignments/{assignment}/submissions/{user}?include%5B%5D=assignment")]
    Task<IApiResponse<CanvasSubmission>> GetSubmissionAsync(
        [Encoded] string course, [Encoded] string assignment, [Encoded] string user, CancellationToken cancel);

    /// <summary>
    /// Sets a student's grade. The same grade again makes a new version, takes an excuse back, and posts what was hidden where the
    /// assignment posts by itself. 200 says nothing: what stands is in the answer.
    /// </summary>
    [Put("/api/v1/courses/{course}/assignments/{assignment}/submissions/{user}")]
    Task<IApiResponse<CanvasSubmission>> PutGradeAsync(
        [Encoded] string course, [Encoded] string assignment, [Encoded] string user, [Body] GradeBody grade,
        CancellationToken cancel);

    /// <summary>
    /// The grades of up to 100 students by student, at an address that <see cref="CanvasVerification"/> makes; all are refused where
    /// one is not in the course.
    /// </summary>
    [Get("")]
    Task<IApiResponse<IReadOnlyList<CanvasStudentGrades>>> GetGradesAsync([Url] Uri address, CancellationToken cancel);

    /// <summary>The custom gradebook columns, also hidden ones.</summary>
    [Get("/api/v1/courses/{course}/custom_gradebook_columns?include_hidden=true&per_page=100")]
    Task<IApiResponse<IReadOnlyList<CanvasColumn>>> GetColumnsAsync([Encoded] string course, CancellationToken cancel);

    /// <summary>Sets a student's cell in a custom gradebook column. The user is Canvas's number.</summary>
    [Put("/api/v1/courses/{course}/custom_gradebook_columns/{column}/data/{user}")]
    Task<IApiResponse<CanvasCell>> PutColumnAsync(
        [Encoded] string course, [Encoded] string column, [Encoded] string user, [Body] ColumnBody cell,
        CancellationToken cancel);

    /// <summary>Sets what stands at a path of a user's custom data.</summary>
    [Put("/api/v1/users/{user}/custom_data/{path}")]
    Task<IApiResponse> PutCustomDataAsync(
        [Encoded] string user, [Encoded] string path, [Body] CustomDataBody data, CancellationToken cancel);
}
