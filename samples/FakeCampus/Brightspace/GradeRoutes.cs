using System.Globalization;
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
            Write(json, one);

        json.WriteEndArray();
    });

    public StubAnswer Get(BrightspaceOrgUnit unit, long id) => unit.Find(id) is { } one
        ? StubAnswer.Json(200, json => Write(json, one))
        : error(404, "no such grade object");

    public StubAnswer Create(BrightspaceOrgUnit unit, JsonElement body)
    {
        if (GradeObjectInput.Read(body) is not var (name, type, maxPoints, isHidden))
            return error(400, "the grade object is not valid");

        var added = unit.TryAdd(name, type, one => one with { MaxPoints = maxPoints, IsHidden = isHidden }, overApi: true);
        return added is null
            ? error(400, "the name is used by another grade object")
            : StubAnswer.Json(200, json => Write(json, added));
    }

    public StubAnswer GetValue(BrightspaceOrgUnit unit, long id, long user)
    {
        if (unit.Find(id) is not { } gradeObject || !unit.IsEnrolled(user) || unit.Find(id, user) is not { } value)
            return error(404, "no grade value");

        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("UserId", user.ToString(CultureInfo.InvariantCulture));
            json.WriteString("OrgUnitId", unit.Id.ToString(CultureInfo.InvariantCulture));
            json.WriteString("DisplayedGrade", Display(gradeObject, value));
            json.WriteString("GradeObjectIdentifier", id.ToString(CultureInfo.InvariantCulture));
            json.WriteString("GradeObjectName", gradeObject.Name);
            json.WriteNumber("GradeObjectType", (int)gradeObject.Type);
            json.WriteString("GradeObjectTypeName", gradeObject.Type.ToString());
            if (value.PointsNumerator is { } points)
            {
                json.WriteNumber("PointsNumerator", points);
                json.WriteNumber("PointsDenominator", gradeObject.MaxPoints);
            }

            WriteComment(json, "Comments", value.Comments);
            WriteComment(json, "PrivateComments", value.PrivateComments);
            json.WriteString("LastModified", value.LastModified);
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

    private static string Display(BrightspaceGradeObject gradeObject, BrightspaceGradeValue value) => gradeObject.Type switch
    {
        BrightspaceGradeType.Numeric =>
            string.Create(CultureInfo.InvariantCulture, $"{value.PointsNumerator} / {gradeObject.MaxPoints}"),
        BrightspaceGradeType.PassFail => value.Pass == true ? "Pass" : "Fail",
        BrightspaceGradeType.SelectBox => value.Value ?? "",
        _ => value.Text ?? "",
    };

    private static void Write(Utf8JsonWriter json, BrightspaceGradeObject one)
    {
        json.WriteStartObject();
        json.WriteNumber("Id", one.Id);
        json.WriteString("Name", one.Name);
        json.WriteString("ShortName", "");
        json.WriteString("GradeType", one.Type.ToString());
        json.WriteNull("CategoryId");
        WriteComment(json, "Description", "");
        if (one.Type != BrightspaceGradeType.Text)
        {
            json.WriteNumber("MaxPoints", one.MaxPoints);
            json.WriteBoolean("CanExceedMaxPoints", one.CanExceedMaxPoints);
        }

        json.WriteBoolean("IsHidden", one.IsHidden);
        json.WriteEndObject();
    }

    private static void WriteComment(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("Text", text);
        json.WriteString("Html", text);
        json.WriteEndObject();
    }
}
