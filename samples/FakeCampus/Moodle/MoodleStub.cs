using System.Collections.Concurrent;
using System.Security;
using FakeCampus.Serving;

namespace FakeCampus.Moodle;

/// <summary>
/// A Moodle's REST server after one that was observed (4.5.5): silent where that is silent. Errors come with status 200 and an
/// exception in the body; there is no rate limit, so that <see cref="StubFault.Throttled"/> is the answer of a proxy before it.
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

    /// <summary>Somebody who is not enrolled got a grade, which nobody sees.</summary>
    public const string GhostGrade = nameof(GhostGrade);

    /// <summary>A grade that a teacher had released was taken back to an earlier state.</summary>
    public const string TookReleaseBack = nameof(TookReleaseBack);

    /// <summary>Two grades of one student came at a time: one was told that it failed, although it was written.</summary>
    public const string Raced = nameof(Raced);

    /// <summary>The number of the token's account.</summary>
    internal const long AccountId = 3;

    private const string RestPath = "/webservice/rest/server.php";

    private static readonly string[] s_head = ["wstoken", "wsfunction", "moodlewsrestformat"];

    private static readonly Dictionary<string, Func<MoodleStub, PhpFields, StubAnswer>> s_functions = new(StringComparer.Ordinal)
    {
        ["core_webservice_get_site_info"] = SiteFunctions.GetSiteInfo,
        ["mod_assign_get_assignments"] = AssignmentReads.GetAssignments,
        ["mod_assign_get_participant"] = AssignmentReads.GetParticipant,
        ["mod_assign_get_user_flags"] = AssignmentReads.GetUserFlags,
        ["mod_assign_get_grades"] = AssignmentReads.GetGrades,
        ["gradereport_user_get_grade_items"] = AssignmentReads.GetGradeItems,
        ["core_course_get_course_module"] = AssignmentReads.GetModule,
        ["core_user_get_users_by_field"] = UserFunctions.GetByField,
        ["core_user_update_users"] = UserFunctions.Update,
        ["mod_assign_save_grade"] = GradeFunctions.SaveGrade,
        ["core_grades_update_grades"] = GradeFunctions.UpdateGrades,
        ["core_course_get_courses_by_field"] = GradeFunctions.GetCourses,
    };

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<string, string> _failuresOf = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentDictionary<string, int> _saving = new(StringComparer.Ordinal);

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

    /// <summary>The courses in which the token's account is not enrolled.</summary>
    public IReadOnlySet<long> NotEnrolledIn { get; set; } = new HashSet<long>();

    /// <summary>Whether the token's account administers the site.</summary>
    public bool IsSiteAdministrator { get; set; }

    /// <summary>The site's own address; null for the one at which it is called.</summary>
    public string? SiteUrl { get; set; }

    /// <summary>Whether it sends callers of another address than its own to that: 303.</summary>
    public bool RedirectsToSiteUrl { get; set; }

    /// <summary>How long saving a grade takes where two at a time of one student matter; zero for no such race.</summary>
    public TimeSpan RaceWindow { get; set; }

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

    /// <summary>Lets the next call of a function fail with this error code; nothing is done.</summary>
    public void FailNextCall(string function, string errorCode) => _failuresOf[function] = errorCode;

    /// <summary>Lets the next update of a user fail with this code, which Moodle tells as a warning; nothing is done.</summary>
    public void WarnNext(string code) => _warnings.Enqueue(code);

    internal string? TakeWarning() => _warnings.TryDequeue(out var code) ? code : null;

    protected override ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken) =>
        RaceWindow > TimeSpan.Zero && request.Text.Contains("wsfunction=mod_assign_save_grade", StringComparison.Ordinal)
            ? RaceAsync(request, cancellationToken)
            : ValueTask.FromResult(Answer(request));

    protected override StubAnswer Throttled(StubRequest request) =>
        base.Throttled(request) with { ContentType = "text/html", Body = StubAnswer.Html(429, "429 Too Many Requests").Body };

    protected override StubAnswer ExpiredToken(StubRequest request) =>
        Tell(MoodleException.InvalidToken(), isJson: request.Text.Contains("moodlewsrestformat=json", StringComparison.Ordinal));

    internal void RequireEnrolment(long course)
    {
        if (NotEnrolledIn.Contains(course))
            throw MoodleException.Of("requireloginerror", "Course or activity not accessible. (Not enrolled)");
    }

    // Both write; the second to come finds its row changed (observed on PostgreSQL and MariaDB).
    private async ValueTask<StubAnswer> RaceAsync(StubRequest request, CancellationToken cancellationToken)
    {
        var student = FormFields.Parse(request.Text)["userid"] ?? "";
        var underWay = _saving.AddOrUpdate(student, 1, static (_, count) => count + 1);
        try
        {
            await Task.Delay(RaceWindow, cancellationToken);
            var answer = Answer(request);
            if (underWay == 1)
                return answer;

            Violations.Add(Raced);
            return Tell(MoodleException.Of("dmlwriteexception", "Error writing to database"), isJson: true);
        }
        finally
        {
            _saving.AddOrUpdate(student, 0, static (_, count) => count - 1);
        }
    }

    private StubAnswer Answer(StubRequest request)
    {
        if (request.Path != RestPath)
            return StubAnswer.Html(404, "404 Not Found");

        if (RedirectsToSiteUrl)
            return StubAnswer.Empty(303).With("Location", SiteUrl!);

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
            if (!s_functions.TryGetValue(name, out var function))
                throw MoodleException.InvalidRecord();

            if (!Functions.Contains(name))
                throw MoodleException.NoAccess();

            if (_failuresOf.TryRemove(name, out var failureOf))
                throw MoodleException.Of(failureOf, "The call failed.");

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
