using System.Globalization;
using System.Text.Json;
using FakeCampus.Serving;

namespace FakeCampus.Brightspace;

/// <summary>
/// A Brightspace: its token endpoint, users, grade objects and grade values, after the vendor's reference (res/grade.html), and
/// silent where it is: what a caller should not do is counted in the violations. The token endpoint is served at <c>core/connect/token</c> of the same origin; a token is good for the scopes that it was asked for.
/// </summary>
public sealed class BrightspaceStub : StubServer
{
    /// <summary>An empty comment replaced one that stood there.</summary>
    public const string WipedComment = nameof(WipedComment);

    /// <summary>A grade object was made from a body that leaves documented members out.</summary>
    public const string PartialGradeObject = nameof(PartialGradeObject);

    private readonly GradeRoutes _grades;

    /// <summary>Makes it; <see cref="StubServer.StartAsync"/> starts it.</summary>
    /// <param name="campus">What it holds.</param>
    /// <param name="clock">The clock of credits and tokens.</param>
    /// <param name="tokens">Makes another token endpoint than the usual one.</param>
    public BrightspaceStub(
        BrightspaceCampus campus, TimeProvider? clock = null, Func<TimeProvider, Violations, TokenIssuer>? tokens = null)
        : base(clock)
    {
        Campus = campus;
        Tokens = tokens?.Invoke(Clock, Violations) ?? new TokenIssuer(Clock, Violations)
        {
            Accepts = ClientProof.PrivateKeyJwt | ClientProof.Basic | ClientProof.FormSecret,
            RotatesRefreshTokens = true,
        };
        Credits = new BrightspaceCredits(Clock);
        _grades = new GradeRoutes(Clock, Violations, Error);
    }

    public BrightspaceCampus Campus { get; }

    /// <summary>The token endpoint. Refresh tokens rotate; a key for assertions has to be trusted first.</summary>
    public TokenIssuer Tokens { get; }

    public BrightspaceCredits Credits { get; }

    /// <summary>How errors are told; may change while serving.</summary>
    public BrightspaceErrorStyle ErrorStyle { get; set; }

    /// <summary>Whether every new grade object is refused with 400.</summary>
    public bool RefusesGradeObjects { get; set; }

    /// <summary>Whether the service user's role may set grades in the course; without it, 403.</summary>
    public bool MaySetGrades { get; set; } = true;

    /// <summary>The versions of the learning environment's API, oldest first.</summary>
    public IReadOnlyList<string> LeVersions { get; init; } = ["1.74", "1.82", "1.88", "1.92"];

    /// <summary>The versions of the platform's API, oldest first.</summary>
    public IReadOnlyList<string> LpVersions { get; init; } = ["1.43", "1.48", "1.53"];

    protected override ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(IsTokenRequest(request) ? Tokens.Answer(request) : Answer(request));

    protected override StubAnswer ServerError(StubRequest request) => Error(500, "an unexpected error");

    protected override StubAnswer ExpiredToken(StubRequest request) => Error(401, "the token is not valid");

    protected override bool IsThrottledToo(StubRequest request) => !IsTokenRequest(request);

    private static bool IsTokenRequest(StubRequest request) => request.Path == "/core/connect/token";

    private StubAnswer Answer(StubRequest request)
    {
        if (!RawTarget.TryParse(request.Target, out var target) || target.HasEscapedSlash)
            return Error(404, "no such route");

        string[] path = [.. target.Segments];
        if (path[^1].Length == 0)
            path = path[..^1];

        if (path is ["d2l", "api", "versions"] && request.Method == "GET")
            return Versions();

        if (!Tokens.IsValid(request.Bearer))
            return ExpiredToken(request);

        if (ScopeOf(request.Method, path) is { } scope && !Tokens.Allows(request.Bearer, scope))
            return Error(403, "the token has not the scope of the route");

        if (!Credits.TrySpend(out var left, out var reset))
            return StubAnswer.Empty(429).With("Retry-After", Text(reset));

        return Route(request, path)
            .With("X-Rate-Limit-Remaining", Text(left))
            .With("X-Rate-Limit-Reset", Text(reset))
            .With("X-Request-Cost", Text(Credits.PerCall));
    }

    private static string? ScopeOf(string method, string[] path) => path switch
    {
        ["d2l", "api", "lp", _, "users"] => "users:userdata:read",
        ["d2l", "api", "le", _, _, "grades"] or ["d2l", "api", "le", _, _, "grades", _] =>
            method == "GET" ? "grades:gradeobjects:read" : "grades:gradeobjects:write",
        ["d2l", "api", "le", _, _, "grades", _, "values", ..] =>
            method == "GET" ? "grades:gradevalues:read" : "grades:gradevalues:write",
        _ => null,
    };

    private StubAnswer Route(StubRequest request, string[] path) => (request.Method, path) switch
    {
        ("GET", ["d2l", "api", "lp", var version, "users"]) when LpVersions.Contains(version) =>
            BrightspaceUserRoutes.Find(Campus, FormFields.Parse(request.Query), Error),
        (_, ["d2l", "api", "le", var version, var unit, "grades", .. var rest]) when LeVersions.Contains(version) =>
            Number(unit) is { } id && Campus.OrgUnit(id) is { } found
                ? Grades(request, found, rest)
                : Error(404, "no such org unit"),
        _ => Error(404, "no such route"),
    };

    private StubAnswer Grades(StubRequest request, BrightspaceOrgUnit unit, string[] rest) => (request.Method, rest) switch
    {
        ("GET", []) => GradeRoutes.List(unit),
        ("POST", []) when RefusesGradeObjects => Error(400, "the grade object was not created"),
        ("POST", []) => WithBody(request, body => _grades.Create(unit, body)),
        ("GET", [var id]) when Number(id) is { } one => _grades.Get(unit, one),
        ("GET", [var id, "values", var user]) when Number(id) is { } one && Number(user) is { } who =>
            _grades.GetValue(unit, one, who),
        ("GET", [var id, "values"]) when Number(id) is { } one => _grades.ListValues(unit, one, request, BaseUrl),
        ("PUT", [_, "values", _]) when !MaySetGrades => Error(403, "the role has not the permission"),
        ("PUT", [var id, "values", var user]) when Number(id) is { } one && Number(user) is { } who =>
            WithBody(request, body => _grades.PutValue(unit, one, who, body)),
        _ => Error(404, "no such route"),
    };

    private StubAnswer WithBody(StubRequest request, Func<JsonElement, StubAnswer> then)
    {
        if (request.MediaType != "application/json")
            return Error(415, "application/json is required");

        try
        {
            using var body = JsonDocument.Parse(request.Body);
            return then(body.RootElement);
        }
        catch (JsonException)
        {
            return Error(400, "the body is not JSON");
        }
    }

    private StubAnswer Versions() => StubAnswer.Json(200, json =>
    {
        json.WriteStartArray();
        foreach (var (product, versions) in new[] { ("le", LeVersions), ("lp", LpVersions) })
        {
            json.WriteStartObject();
            json.WriteString("ProductCode", product);
            json.WriteString("LatestVersion", versions[^1]);
            json.WriteStartArray("SupportedVersions");
            foreach (var version in versions)
                json.WriteStringValue(version);

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private StubAnswer Error(int status, string detail) => BrightspaceErrors.Make(ErrorStyle, status, detail);

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
