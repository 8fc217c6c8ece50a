using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.Ethos;

/// <summary>The resources of the college: token, permission, version, page, rule.</summary>
internal sealed class EthosRoutes(EthosCampus campus, Action<string> violated)
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    private readonly EthosErrors _errors = new(campus);
    private readonly EthosTokens _tokens = new(campus);

    public void RevokeTokens() => _tokens.Revoke();

    public StubAnswer Answer(StubRequest request)
    {
        if (request.Path == "/auth")
            return request.Method == "POST" ? _tokens.Issue(request) : _errors.MethodNotAllowed();

        if (_tokens.Permissions(request) is not { } permissions)
            return _errors.Unauthorized();

        if (!RawTarget.TryParse(request.Target, out var target))
            return _errors.NotFound();

        return target.Segments switch
        {
            ["api", "persons-credentials"] =>
                List(request, permissions, EthosPermissions.ViewPersons, [11], Credentials),
            ["api", "persons"] => List(request, permissions, EthosPermissions.ViewPersons, [12], Persons),
            ["api", "aptitude-assessments"] =>
                List(request, permissions, EthosPermissions.ViewAssessments, [6, 16], Assessments),
            ["api", "student-aptitude-assessments"] when request.Method == "POST" => Write(request, permissions, null),
            ["api", "student-aptitude-assessments"] =>
                List(request, permissions, EthosPermissions.ViewTestScores, [16], Scores),
            ["api", "student-aptitude-assessments", var id] => Guid.TryParseExact(id, "D", out var guid)
                ? One(request, permissions, guid)
                : _errors.NotFound(),
            _ => _errors.NotFound(),
        };
    }

    private StubAnswer One(StubRequest request, EthosPermissions permissions, Guid id)
    {
        if (request.Method == "PUT")
            return Write(request, permissions, id);

        if (request.Method != "GET")
            return _errors.MethodNotAllowed();

        if (!MayView(permissions, EthosPermissions.ViewTestScores))
            return _errors.Forbidden("VIEW.STUDENT.TEST.SCORES");

        if (EthosMediaType.Accepted(request.Header("Accept"), 16) is not { } version)
            return _errors.NotAcceptable();

        return campus.FindScore(id) is { } score ? Ok(EthosJson.Score(score), version) : _errors.NotFound();
    }

    private StubAnswer Write(StubRequest request, EthosPermissions permissions, Guid? id)
    {
        if (!permissions.HasFlag(EthosPermissions.UpdateTestScores))
            return _errors.Forbidden("UPDATE.STUDENT.TEST.SCORES");

        if (EthosMediaType.Accepted(request.Header("Accept"), 16) is not { } version)
            return _errors.NotAcceptable();

        if (EthosMediaType.Accepted(request.Header("Content-Type"), 16) is null)
            return _errors.UnsupportedMediaType();

        EthosScore? score;
        try
        {
            if (EthosScoreBody.TryRead(JsonElement.Parse(request.Body, s_strict), id, campus, out score) is { } fault)
                return _errors.BadRequest(fault);
        }
        catch (JsonException)
        {
            return _errors.BadRequest("The body is not JSON.");
        }

        if (campus.TakeLockedWrite())
            return _errors.RecordLocked();

        if ((id is null ? campus.Create(score!) : campus.Replace(score!)) is not { } written)
            return _errors.NotFound();

        if (written.IsDuplicate)
            violated(EthosStub.DuplicateRecord);

        return id is null && campus.TakeBrokenAnswer()
            ? _errors.CreatedWithoutAnswer()
            : Ok(EthosJson.Score(written.Score), version, id is null ? campus.CreatedStatus : 200);
    }

    private StubAnswer List(
        StubRequest request, EthosPermissions permissions, EthosPermissions needed, int[] versions,
        Func<string?, IEnumerable<JsonObject>?> find)
    {
        if (request.Method != "GET")
            return _errors.MethodNotAllowed();

        if (!MayView(permissions, needed))
            return _errors.Forbidden(needed == EthosPermissions.ViewTestScores ? "VIEW.STUDENT.TEST.SCORES" : "VIEW");

        if (EthosMediaType.Accepted(request.Header("Accept"), versions) is not { } version)
            return _errors.NotAcceptable();

        var query = FormFields.Parse(request.Query);
        if (query.All.Any(field => field.Key is not ("criteria" or "offset" or "limit")))
            return _errors.BadRequest("The query has an unknown parameter.");

        if (!Number(query, "offset", 0, 0, out var offset)
            || !Number(query, "limit", campus.MaxPageSize, 1, out var limit))
        {
            return _errors.BadRequest("offset and limit must be numbers, limit at least 1.");
        }

        if (find(query["criteria"]) is not { } found)
            return _errors.BadRequest("The criteria are not supported.");

        List<JsonObject> all = [.. found];
        var page = new JsonArray([.. all.Skip(offset).Take(Math.Min(limit, campus.MaxPageSize))]);
        return Ok(page, version)
            .With("x-total-count", all.Count.ToString(CultureInfo.InvariantCulture))
            .With("x-max-page-size", campus.MaxPageSize.ToString(CultureInfo.InvariantCulture));
    }

    private IEnumerable<JsonObject>? Credentials(string? criteria) =>
        criteria is null ? campus.Persons.Select(EthosJson.Credentials)
        : !EthosCriteria.TryReadCredential(criteria, out var wanted) ? null
        : campus.Persons.Where(person => person.Credentials.Contains(wanted!)).Select(EthosJson.Credentials);

    private IEnumerable<JsonObject>? Persons(string? criteria)
    {
        if (criteria is null || campus.PersonsFilter == EthosPersonsFilter.Ignored)
            return campus.Persons.Select(EthosJson.Person);

        return campus.PersonsFilter == EthosPersonsFilter.Refused
            || !EthosCriteria.TryReadEmail(criteria, out var address)
            ? null
            : campus.Persons
                .Where(person => person.Emails.Contains(address, StringComparer.OrdinalIgnoreCase))
                .Select(EthosJson.Person);
    }

    private IEnumerable<JsonObject>? Assessments(string? criteria) =>
        criteria is null ? campus.Assessments.Select(EthosJson.Assessment) : null;

    private IEnumerable<JsonObject>? Scores(string? criteria)
    {
        if (criteria is null)
            return campus.Scores.Select(EthosJson.Score);

        return !EthosCriteria.TryReadScores(criteria, out var student, out var assessment)
            ? null
            : campus.Scores
                .Where(score => (student is null || score.StudentId == student)
                    && (assessment is null || score.AssessmentId == assessment))
                .Select(EthosJson.Score);
    }

    private static bool MayView(EthosPermissions permissions, EthosPermissions needed) =>
        permissions.HasFlag(needed)
        || (needed == EthosPermissions.ViewTestScores && permissions.HasFlag(EthosPermissions.UpdateTestScores));

    private static StubAnswer Ok(JsonNode body, int version, int status = 200) =>
        StubAnswer.Json(status, body.ToJsonString()).With("x-media-type", EthosMediaType.Name(version));

    private static bool Number(FormFields query, string name, int missing, int least, out int number)
    {
        number = missing;
        return query[name] is not { } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least);
    }
}
