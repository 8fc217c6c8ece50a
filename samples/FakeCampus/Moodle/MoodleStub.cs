using System.Collections.Concurrent;
using System.Security;
using FakeCampus.Serving;

namespace FakeCampus.Moodle;

/// <summary>
/// A Moodle's REST server, stricter than the real one. Errors come with status 200 and an exception in the body; there is no
/// rate limit, so that <see cref="StubFault.Throttled"/> is the answer of a proxy before it.
/// </summary>
public sealed class MoodleStub : StubServer
{
    /// <summary>The token stood in the URL, and so in every access log.</summary>
    public const string TokenInUrl = nameof(TokenInUrl);

    /// <summary>Token, function and format were not the first fields: PHP drops what comes after its limit.</summary>
    public const string TokenNotFirst = nameof(TokenNotFirst);

    /// <summary>A profile field that is not defined was set, which Moodle ignores without a word.</summary>
    public const string UnknownProfileField = nameof(UnknownProfileField);

    /// <summary>An empty feedback replaced one that stood there.</summary>
    public const string WipedFeedback = nameof(WipedFeedback);

    /// <summary>"No grade" replaced a grade that stood there.</summary>
    public const string ClearedGrade = nameof(ClearedGrade);

    /// <summary>A feedback was sent to the grade book, which takes it and forgets it.</summary>
    public const string IgnoredFeedback = nameof(IgnoredFeedback);

    private const string RestPath = "/webservice/rest/server.php";

    private static readonly string[] s_head = ["wstoken", "wsfunction", "moodlewsrestformat"];

    private static readonly Dictionary<string, Func<MoodleStub, PhpFields, StubAnswer>> s_functions = new(StringComparer.Ordinal)
    {
        ["core_user_get_users_by_field"] = UserFunctions.GetByField,
        ["core_user_update_users"] = UserFunctions.Update,
        ["mod_assign_save_grade"] = GradeFunctions.SaveGrade,
        ["core_grades_update_grades"] = GradeFunctions.UpdateGrades,
        ["core_course_get_courses_by_field"] = GradeFunctions.GetCourses,
    };

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<string> _warnings = new();

    /// <summary>Makes it; <see cref="StubServer.StartAsync"/> starts it.</summary>
    public MoodleStub(MoodleCampus campus, TimeProvider? clock = null)
        : base(clock) => Campus = campus;

    public MoodleCampus Campus { get; }

    /// <summary>The token of the service; change it to revoke the old one.</summary>
    public string Token { get; set; } = "0123456789abcdef0123456789abcdef";

    /// <summary>The functions of the service; others are refused.</summary>
    public IReadOnlySet<string> Functions { get; set; } = s_functions.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>The fields by which the token's user may not see others: a search by them finds nobody.</summary>
    public IReadOnlySet<string> HiddenUserFields { get; set; } = new HashSet<string>();

    /// <summary>The fields that the answers leave out, although a search by them finds users.</summary>
    public IReadOnlySet<string> OmittedUserFields { get; set; } = new HashSet<string>();

    /// <summary>Whether the site is in maintenance: an exception with status 200.</summary>
    public bool IsInMaintenance { get; set; }

    /// <summary>Whether the REST protocol is on; 403 without a body when not.</summary>
    public bool ServesRest { get; set; } = true;

    /// <summary>Whether exceptions name their class with a namespace, as from 4.5.</summary>
    public bool NamesNamespaces { get; set; } = true;

    /// <summary>Whether exceptions have a code; an error of PHP itself, such as a TypeError, has none.</summary>
    public bool WritesErrorCodes { get; set; } = true;

    /// <summary>How many fields PHP reads; it drops the rest without a word.</summary>
    public int MaximumInputVars { get; set; } = 1_000;

    /// <summary>Lets the next calls fail with these error codes, after their token was checked; nothing is done.</summary>
    public void FailNext(params IEnumerable<string> errorCodes)
    {
        foreach (var code in errorCodes)
            _failures.Enqueue(code);
    }

    /// <summary>Lets the next update of a user fail with this code, which Moodle tells as a warning; nothing is done.</summary>
    public void WarnNext(string code) => _warnings.Enqueue(code);

    internal string? TakeWarning() => _warnings.TryDequeue(out var code) ? code : null;

    protected override ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Answer(request));

    protected override StubAnswer Throttled(StubRequest request) =>
        base.Throttled(request) with { ContentType = "text/html", Body = StubAnswer.Html(429, "429 Too Many Requests").Body };

    protected override StubAnswer ExpiredToken(StubRequest request) =>
        Tell(MoodleException.InvalidToken(), isJson: request.Text.Contains("moodlewsrestformat=json", StringComparison.Ordinal));

    private StubAnswer Answer(StubRequest request)
    {
        if (request.Path != RestPath)
            return StubAnswer.Html(404, "404 Not Found");

        if (!ServesRest)
            return StubAnswer.Empty(403);

        var query = FormFields.Parse(request.Query, MaximumInputVars);
        var form = request.MediaType == "application/x-www-form-urlencoded"
            ? FormFields.Parse(request.Text, MaximumInputVars)
            : FormFields.Parse("");
        if (query["wstoken"] is not null)
            Violations.Add(TokenInUrl);
        else if (!form.All.Take(s_head.Length).Select(field => field.Key).Order().SequenceEqual(s_head.Order()))
            Violations.Add(TokenNotFirst);

        var isJson = (form["moodlewsrestformat"] ?? query["moodlewsrestformat"]) == "json";
        try
        {
            if (IsInMaintenance)
                throw MoodleException.Of("sitemaintenance", "The site is undergoing maintenance and is currently not available");

            if ((form["wstoken"] ?? query["wstoken"]) != Token)
                throw MoodleException.InvalidToken();

            if (_failures.TryDequeue(out var failure))
                throw MoodleException.Of(failure, "The call failed.");

            var name = form["wsfunction"] ?? query["wsfunction"] ?? "";
            if (!s_functions.TryGetValue(name, out var function) || !Functions.Contains(name))
                throw MoodleException.NoAccess();

            var fields = PhpFields.Of(FormFields.Join(query, form));
            fields.Remove(s_head);
            var answer = function(this, fields);
            return isJson ? answer : StubAnswer.Text(200, "application/xml; charset=utf-8", "<RESPONSE/>");
        }
        catch (MoodleException error)
        {
            return Tell(error, isJson);
        }
    }

    private StubAnswer Tell(MoodleException error, bool isJson)
    {
        var type = NamesNamespaces ? $@"core\exception\{error.ClassName}" : error.ClassName;
        return isJson
            ? StubAnswer.Json(200, json =>
            {
                json.WriteStartObject();
                json.WriteString("exception", type);
                if (WritesErrorCodes)
                    json.WriteString("errorcode", error.ErrorCode);

                json.WriteString("message", error.Message);
                json.WriteEndObject();
            })
            : StubAnswer.Text(
                200,
                "application/xml; charset=utf-8",
                $"<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<EXCEPTION class=\"{type}\">\n<ERRORCODE>{error.ErrorCode}</ERRORCODE>\n"
                + $"<MESSAGE>{SecurityElement.Escape(error.Message)}</MESSAGE>\n</EXCEPTION>\n");
    }
}
