using System.Text.Json;
using FakeCampus.Serving;

namespace FakeCampus.Brightspace;

/// <summary>The grade book of one org unit.</summary>
internal sealed class GradeRoutes(TimeProvider clock, Violations violations, Func<int, string, StubAnswer> error)
{
    public static StubAnswer List(BrightspaceOrgUnit unit) => StubAnswer.Json(200, json =>
    {
        json.WriteStartArray();
        foreach (var one in unit.GradeObjects)
            BrightspaceJson.Write(json, one);

        json.WriteEndArray();
    });

    public StubAnswer Get(BrightspaceOrgUnit unit, long id) => unit.Find(id) is { } one
        ? StubAnswer.Json(200, json => BrightspaceJson.Write(json, one))
        : error(404, "no such grade object");

    public StubAnswer Create(BrightspaceOrgUnit unit, JsonElement body)
    {
        if (GradeObjectInput.Read(body) is not { } input)
            return error(400, "the grade object is not valid");

        // Whether it is refused is not established; the reference has them all.
        if (!input.IsWhole)
            violations.Add(BrightspaceStub.PartialGradeObject);

        var added = unit.TryAdd(input.Name, input.Type, input.Apply, overApi: true);
        return added is null
            ? error(400, "the name is used by another grade object")
            : StubAnswer.Json(200, json => BrightspaceJson.Write(json, added));
    }

    public StubAnswer GetValue(BrightspaceOrgUnit unit, long id, long user) =>
        unit.Find(id) is { } gradeObject && unit.IsEnrolled(user) && unit.Find(id, user) is { } value
            ? StubAnswer.Json(200, json => BrightspaceJson.Write(json, unit, gradeObject, user, value))
            : error(404, "no grade value");

    /// <summary>An ObjectListPage of UserGradeValue: everybody who is enrolled, and the address of the next page.</summary>
    public StubAnswer ListValues(BrightspaceOrgUnit unit, long id, StubRequest request, Uri baseUrl)
    {
        if (unit.Find(id) is not { } gradeObject)
            return error(404, "no such grade object");

        var query = FormFields.Parse(request.Query);
        _ = int.TryParse(query["pageSize"], out var size);
        _ = int.TryParse(query["page"], out var skipped);
        size = size <= 0 ? 20 : Math.Min(size, 200);
        var all = unit.Enrolled
            .Select(user => (User: user, Value: unit.Find(id, user)))
            .Where(one => query["isGraded"] is not "true" || one.Value is not null)
            .ToList();
        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            if (skipped + size < all.Count)
                json.WriteString("Next", new Uri(baseUrl, $"{request.Path}?pageSize={size}&isGraded={query["isGraded"]}&page={skipped + size}").ToString());
            else
                json.WriteNull("Next");

            json.WriteStartArray("Objects");
            foreach (var (user, value) in all.Skip(skipped).Take(size))
            {
                json.WriteStartObject();
                json.WriteStartObject("User");
                json.WriteString("Identifier", $"{user}");
                json.WriteEndObject();
                json.WritePropertyName("GradeValue");
                if (value is null)
                    json.WriteNullValue();
                else
                    BrightspaceJson.Write(json, unit, gradeObject, user, value);

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public StubAnswer PutValue(BrightspaceOrgUnit unit, long id, long user, JsonElement body)
    {
        if (unit.Find(id) is not { } gradeObject || !unit.IsEnrolled(user))
            return error(404, "no such grade object or user");

        var (value, wrong) = GradeValueInput.Read(body, gradeObject);
        if (value is null)
            return error(400, wrong);

        var wiped = false;
        unit.Write(id, user, value with { LastModified = clock.GetUtcNow() }, before =>
            wiped = (before.Comments.Length > 0 && value.Comments.Length == 0)
                || (before.PrivateComments.Length > 0 && value.PrivateComments.Length == 0));
        if (wiped)
            violations.Add(BrightspaceStub.WipedComment);

        return StubAnswer.Empty(200);
    }
}
