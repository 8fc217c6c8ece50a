using System.Globalization;
using System.Text.Json;
using FakeCampus.Serving;

namespace FakeCampus.Blackboard;

/// <summary>
/// A Blackboard Learn: token endpoint, users, courses, columns and grades, after the vendor's definition (swagger of 2017) and the
/// members of v2 seen since. Silent where the real one is: what a caller should not do is counted in the violations.
/// </summary>
public sealed class BlackboardStub : StubServer
{
    /// <summary>A patch took a grade away that stood there, or would have.</summary>
    public const string ClearedGrade = nameof(ClearedGrade);

    private const string NotPopulated = "Grade detail values have not yet been populated";

    /// <summary>Makes it; <see cref="StubServer.StartAsync"/> starts it.</summary>
    public BlackboardStub(BlackboardCampus campus, TimeProvider? clock = null)
        : base(clock)
    {
        Campus = campus;
        Quota = new BlackboardQuota(Clock);
        Tokens = new TokenIssuer(Clock, Violations) { Accepts = ClientProof.Basic, RepeatsLiveToken = true };
    }

    public BlackboardCampus Campus { get; }

    public BlackboardQuota Quota { get; }

    /// <summary>The token endpoint; a token that still lives is given again.</summary>
    public TokenIssuer Tokens { get; }

    /// <summary>Whether the application has the entitlement to change grade books; without it, 403.</summary>
    public bool MayModifyGradebooks { get; set; } = true;

    /// <summary>Whether the application may look into grade books at all; without it, 403.</summary>
    public bool MayReadGradebooks { get; set; } = true;

    /// <summary>Whether the application may search users (system.user.VIEW or user.VIEW); without it, 403.</summary>
    public bool MayViewUsers { get; set; } = true;

    /// <summary>Whether users come with their e-mail address, which only system.user.VIEW makes sure of.</summary>
    public bool ShowsContacts { get; set; } = true;

    /// <summary>Whether the filter by e-mail address is ignored, and all users come back: the definition of 2017 has no such filter.</summary>
    public bool IgnoresEmailFilter { get; set; }

    /// <summary>The status of a column whose external id is taken: 409, or 400; which one is not documented.</summary>
    public int TakenColumnStatus { get; set; } = 409;

    /// <summary>The status with which every new column is refused, as for a name that is taken; null to take it.</summary>
    public int? RefusesColumns { get; set; }

    /// <summary>Whether errors write their status as text, as the specification says, and not as a number.</summary>
    public bool WritesStatusAsText { get; set; }

    protected override ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Answer(request));

    protected override StubAnswer ServerError(StubRequest request) =>
        Error(500, "The server encountered an unexpected condition which prevented it from fulfilling the request.");

    protected override StubAnswer Throttled(StubRequest request) =>
        Quota.Stamp(Error(429, "Too many requests"), 0, Clock.GetUtcNow() + ThrottledFor);

    protected override StubAnswer ExpiredToken(StubRequest request) => Error(401, "Bearer token is invalid");

    protected override bool IsThrottledToo(StubRequest request) => !IsTokenRequest(request);

    private static bool IsTokenRequest(StubRequest request) => request.Path == "/learn/api/public/v1/oauth2/token";

    private StubAnswer Answer(StubRequest request)
    {
        if (IsTokenRequest(request))
            return Tokens.Answer(request);

        if (!Tokens.IsValid(request.Bearer))
            return ExpiredToken(request);

        if (!Quota.TrySpend())
            return TooMany();

        return Quota.Stamp(
            RawTarget.TryParse(request.Target, out var target) && !target.HasEscapedSlash
                ? Route(request, [.. target.Segments])
                : Error(404, "Not Found"));
    }

    private StubAnswer TooMany() => Quota.Stamp(Error(429, "Too many requests"));

    private StubAnswer Route(StubRequest request, string[] path) => (request.Method, path) switch
    {
        ("GET", ["learn", "api", "public", "v1", "users", ..]) when !MayViewUsers =>
            Error(403, "User does not have the system.user.VIEW entitlement."),
        ("GET", ["learn", "api", "public", "v1", "users"]) => Users(request),
        ("GET", ["learn", "api", "public", "v1", "users", var user]) => Campus.User(user) is { } found
            ? StubAnswer.Json(200, json => BlackboardJson.Write(json, found, ShowsContacts))
            : Error(404, "The specified object was not found."),
        (_, ["learn", "api", "public", "v1" or "v2" or "v3", "courses", var course, .. var rest]) =>
            Campus.Course(course) is { } found
                ? InCourse(request, found, path[3], rest)
                : Error(404, "The specified object was not found."),
        _ => Error(404, "Not Found"),
    };

    private StubAnswer Users(StubRequest request)
    {
        var query = FormFields.Parse(request.Query);
        IEnumerable<BlackboardUser> hits = Campus.Users;
        if (query["contact.email"] is { } email && !IgnoresEmailFilter)
            hits = hits.Where(user => user.Email.Equals(email, StringComparison.OrdinalIgnoreCase));

        if (query["userName"] is { } name)
            hits = hits.Where(user => user.UserName.Equals(name, StringComparison.OrdinalIgnoreCase));

        if (query["externalId"] is { } id)
            hits = hits.Where(user => user.ExternalId == id);

        return BlackboardJson.Page(request, query, [.. hits], (json, user) => BlackboardJson.Write(json, user, ShowsContacts));
    }

    private StubAnswer InCourse(StubRequest request, BlackboardCourse course, string version, string[] rest) =>
        (request.Method, version, rest) switch
        {
            ("GET", _, []) => StubAnswer.Json(200, json => BlackboardJson.Write(json, course)),
            (_, _, ["gradebook", ..]) when !MayReadGradebooks => NotEntitled(),
            ("GET", "v2", ["gradebook", "columns"]) => BlackboardJson.Page(
                request, FormFields.Parse(request.Query), course.Columns, BlackboardJson.Write),
            ("POST", "v2", ["gradebook", "columns"]) => Change(request, body => CreateColumn(course, body)),
            ("GET", "v2", ["gradebook", "columns", var column]) => course.Column(column) is { } found
                ? StubAnswer.Json(200, json => BlackboardJson.Write(json, found))
                : Error(404, "The specified object was not found."),
            ("GET", "v2", ["gradebook", "columns", _, "users", ..]) when !MayModifyGradebooks => NotEntitled(),
            ("GET", "v2", ["gradebook", "columns", var column, "users"]) => course.Column(column) is { } found
                ? BlackboardJson.Page(
                    request, FormFields.Parse(request.Query), [.. course.WithRows],
                    (json, user) => BlackboardJson.Write(json, user, found, course.Grade(found.Id, user) ?? new BlackboardGrade()))
                : Error(404, "The specified object was not found."),
            ("GET", "v2", ["gradebook", "columns", var column, "users", var user]) =>
                AtGrade(course, column, user, (at, who) => Grade(at, who, course.Grade(at, who) ?? new BlackboardGrade())),
            ("PATCH", "v2", ["gradebook", "columns", var column, "users", var user]) =>
                Change(request, body => AtGrade(course, column, user, (at, who) => PatchGrade(course, at, who, body))),
            _ => Error(404, "Not Found"),
        };

    private StubAnswer AtGrade(
        BlackboardCourse course, string column, string user, Func<BlackboardColumn, BlackboardUser, StubAnswer> then)
    {
        if (course.Column(column) is not { } at || Campus.User(user) is not { } who)
            return Error(404, "The specified object was not found.");

        return course.HasRows(who) ? then(at, who) : Error(404, NotPopulated);
    }

    private StubAnswer CreateColumn(BlackboardCourse course, JsonElement body)
    {
        if (ColumnInput.Read(body) is not var (externalId, name, possible, isAvailable, isInCalculations))
            return Error(400, "The column is not valid.");

        if (RefusesColumns is { } status)
            return Error(status, "The column was not created.");

        var added = course.TryAdd(
            externalId, name,
            column => column with { Possible = possible, IsAvailable = isAvailable, IsInCalculations = isInCalculations },
            overApi: true);
        return added is null
            ? Error(TakenColumnStatus, "The external id is used by another column.")
            : StubAnswer.Json(201, json => BlackboardJson.Write(json, added));
    }

    private StubAnswer PatchGrade(BlackboardCourse course, BlackboardColumn column, BlackboardUser user, JsonElement body)
    {
        if (GradePatch.Read(body) is not { } patch || !patch.Fits(column))
            return Error(400, "The grade is not valid.");

        if (column.Grading == BlackboardGrading.Calculated)
            return Error(400, "The grade of a calculated column cannot be set.");

        if (patch.Annotates
            && column.Grading != BlackboardGrading.Manual
            && course.Grade(column, user)?.Overridden is null)
            return Error(400, "Notes and feedback are for manual columns and overridden attempts.");

        if (patch.Clears)
            Violations.Add(ClearedGrade);

        var now = Clock.GetUtcNow();
        return Grade(column, user, course.Write(column, user, before => patch.Apply(column, before, now)));
    }

    private static StubAnswer Grade(BlackboardColumn column, BlackboardUser user, BlackboardGrade grade) =>
        StubAnswer.Json(200, json => BlackboardJson.Write(json, user.Id, column, grade));

    private StubAnswer NotEntitled() => Error(403, "User does not have the course.gradebook.MODIFY entitlement.");

    private StubAnswer Change(StubRequest request, Func<JsonElement, StubAnswer> then)
    {
        if (request.MediaType != "application/json")
            return Error(415, "Unsupported Media Type");

        if (!MayModifyGradebooks)
            return NotEntitled();

        try
        {
            using var body = JsonDocument.Parse(request.Body);
            return then(body.RootElement);
        }
        catch (JsonException)
        {
            return Error(400, "The body is not JSON.");
        }
    }

    private StubAnswer Error(int status, string message) => StubAnswer.Json(status, json =>
    {
        json.WriteStartObject();
        if (WritesStatusAsText)
            json.WriteString("status", status.ToString(CultureInfo.InvariantCulture));
        else
            json.WriteNumber("status", status);

        json.WriteString("message", message);
        json.WriteEndObject();
    });
}
