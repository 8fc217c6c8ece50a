using System.Globalization;
using System.Text.Json;

namespace FakeCampus.Brightspace;

/// <summary>The bodies of the grade book.</summary>
internal static class BrightspaceJson
{
    public static void Write(Utf8JsonWriter json, BrightspaceGradeObject one)
    {
        json.WriteStartObject();
        json.WriteNumber("Id", one.Id);
        json.WriteString("Name", one.Name);
        json.WriteString("ShortName", "");
        json.WriteString("GradeType", one.Type.ToString());
        json.WriteNull("CategoryId");
        WriteText(json, "Description", "");
        if (one.AssociatedTool is { } tool)
        {
            json.WriteStartObject("AssociatedTool");
            json.WriteNumber("ToolId", tool);
            json.WriteNumber("ToolItemId", 1);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("AssociatedTool");
        }

        if (one.HasPoints)
        {
            json.WriteNumber("MaxPoints", one.MaxPoints);
            json.WriteBoolean("CanExceedMaxPoints", one.CanExceedMaxPoints);
            json.WriteBoolean("IsBonus", one.IsBonus);
            json.WriteBoolean("ExcludeFromFinalGradeCalculation", one.ExcludedFromFinalGrade);
            json.WriteNull("GradeSchemeId");
        }

        json.WriteBoolean("IsHidden", one.IsHidden);
        json.WriteEndObject();
    }

    public static void Write(
        Utf8JsonWriter json, BrightspaceOrgUnit unit, BrightspaceGradeObject gradeObject, long user, BrightspaceGradeValue value)
    {
        json.WriteStartObject();
        json.WriteString("UserId", $"{user}");
        json.WriteString("OrgUnitId", $"{unit.Id}");
        json.WriteString("DisplayedGrade", Display(gradeObject, value));
        json.WriteString("GradeObjectIdentifier", $"{gradeObject.Id}");
        json.WriteString("GradeObjectName", gradeObject.Name);
        json.WriteNumber("GradeObjectType", (int)gradeObject.Type);
        json.WriteString("GradeObjectTypeName", gradeObject.Type.ToString());
        if (gradeObject.HasPoints)
        {
            WriteNumber(json, "PointsNumerator", value.PointsNumerator);
            json.WriteNumber("PointsDenominator", gradeObject.MaxPoints);
        }

        WriteText(json, "Comments", value.Comments);
        WriteText(json, "PrivateComments", value.PrivateComments);
        json.WriteString("LastModified", value.LastModified);
        json.WriteString("LastModifiedBy", $"{value.LastModifiedBy}");
        json.WriteNull("ReleasedDate");
        json.WriteEndObject();
    }

    private static string Display(BrightspaceGradeObject gradeObject, BrightspaceGradeValue value) => gradeObject.Type switch
    {
        BrightspaceGradeType.Numeric =>
            string.Create(CultureInfo.InvariantCulture, $"{value.ShownPoints(gradeObject)} / {gradeObject.MaxPoints}"),
        BrightspaceGradeType.PassFail => value.Pass == true ? "Pass" : "Fail",
        BrightspaceGradeType.SelectBox => value.Value ?? "",
        _ => value.Text ?? "",
    };

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } there)
            json.WriteNumber(name, there);
        else
            json.WriteNull(name);
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("Text", text);
        json.WriteString("Html", text);
        json.WriteEndObject();
    }
}
