using System.Globalization;
using System.Text.Json;

namespace FakeCampus.Ethos;

/// <summary>Reads a student-aptitude-assessments body and says what is wrong with it, without its values.</summary>
internal static class EthosScoreBody
{
    private static readonly string[] s_members =
    [
        "id", "metadata", "student", "assessment", "assessedOn", "score", "percentiles", "form", "preference",
        "reported", "source", "comment", "specialCircumstances", "status", "update",
    ];

    public static string? TryRead(
        JsonElement body, Guid? pathId, EthosCampus campus, out EthosScore? score)
    {
        score = null;
        if (body.ValueKind != JsonValueKind.Object)
            return "The body must be one object.";

        foreach (var member in body.EnumerateObject())
        {
            if (!s_members.Contains(member.Name, StringComparer.Ordinal))
                return "The body has an unknown member.";
        }

        if (GuidOf(body, "id") is not { } id)
            return "id is required and must be a GUID.";

        if (pathId is null && id != Guid.Empty)
            return "id must be the nil GUID when a record is created.";

        if (pathId is { } path && path != id)
            return "id must be the GUID of the request path.";

        if (ReferenceOf(body, "student") is not { } student || !campus.HasPerson(student))
            return "student.id is required and must be the GUID of a person.";

        if (ReferenceOf(body, "assessment") is not { } assessmentId
            || campus.Assessments.FirstOrDefault(each => each.Id == assessmentId) is not { } assessment)
        {
            return "assessment.id is required and must be the GUID of an aptitude assessment.";
        }

        if (!DateOnly.TryParseExact(
            TextOf(body, "assessedOn"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var assessedOn))
        {
            return "assessedOn is required and must be a date (yyyy-MM-dd).";
        }

        if (ScoreFault(body, assessment, campus.CoercesScores, out var value) is { } scoreFault)
            return scoreFault;

        if (OptionalFault(body, isCreation: pathId is null, campus) is { } fault)
            return fault;

        if (PercentilesFault(body, out var percentiles) is { } percentileFault)
            return percentileFault;

        if (FormFault(body, out var form) is { } formFault)
            return formFault;

        score = new EthosScore(
            id, student, assessmentId, assessedOn, value, ReferenceOf(body, "source"), TextOf(body, "comment"), form,
            percentiles, TextOf(body, "status") ?? "");
        return null;
    }

    private static string? ScoreFault(JsonElement body, EthosAssessment assessment, bool coerces, out decimal value)
    {
        value = 0;
        if (!body.TryGetProperty("score", out var score) || score.ValueKind != JsonValueKind.Object)
            return "score is required.";

        if (TextOf(score, "type") != "numeric")
            return "score.type must be numeric.";

        if (!score.TryGetProperty("value", out var number)
            || number.ValueKind != JsonValueKind.Number
            || !number.TryGetDecimal(out value))
        {
            return "score.value must be a number.";
        }

        if (coerces)
            value = assessment.Nearest(value);

        return assessment.IsValid(value) ? null : "score.value is not one of the valid scores of the assessment.";
    }

    private static string? OptionalFault(JsonElement body, bool isCreation, EthosCampus campus)
    {
        if (body.TryGetProperty("status", out _))
        {
            if (isCreation)
                return "status must not be given when a record is created.";

            if (TextOf(body, "status") is not ("active" or "inactive"))
                return "status must be active or inactive.";
        }

        if (campus.RefusesUpdateMember && body.TryGetProperty("update", out _))
            return "update is not supported by this system.";

        if (body.TryGetProperty("source", out _)
            && (ReferenceOf(body, "source") is not { } source || !campus.HasSource(source)))
        {
            return "source.id must be the GUID of a source.";
        }

        return body.TryGetProperty("comment", out var comment) && comment.ValueKind != JsonValueKind.String
            ? "comment must be a text."
            : null;
    }

    private static string? PercentilesFault(JsonElement body, out IReadOnlyList<EthosPercentile>? percentiles)
    {
        percentiles = null;
        if (!body.TryGetProperty("percentiles", out var given))
            return null;

        if (given.ValueKind != JsonValueKind.Array)
            return "percentiles must be an array.";

        List<EthosPercentile> read = [];
        foreach (var each in given.EnumerateArray())
        {
            if (TextOf(each, "type") is not { Length: > 0 } type
                || !each.TryGetProperty("value", out var number)
                || number.ValueKind != JsonValueKind.Number
                || !number.TryGetDecimal(out var value)
                || value is < 0 or > 100)
            {
                return "percentiles need a type and a value from 0 to 100.";
            }

            if (read.Any(other => other.Type == type))
                return "percentiles must have different types.";

            read.Add(new EthosPercentile(type, value));
        }

        percentiles = read;
        return null;
    }

    private static string? FormFault(JsonElement body, out EthosForm? form)
    {
        form = null;
        if (!body.TryGetProperty("form", out var given))
            return null;

        var (name, number) = (TextOf(given, "name"), TextOf(given, "number"));
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(number))
            return "form needs both name and number.";

        form = new EthosForm(name, number);
        return null;
    }

    private static Guid? ReferenceOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var reference) ? GuidOf(reference, "id") : null;

    private static Guid? GuidOf(JsonElement json, string name) =>
        Guid.TryParseExact(TextOf(json, name), "D", out var id) ? id : null;

    private static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
