using System.Buffers;
using System.Text.Json;

namespace FakeCampus.Brightspace;

/// <summary>Reads the body of a POST of a grade object.</summary>
internal static class GradeObjectInput
{
    private const int LongestName = 128;

    private static readonly string[] s_known =
    [
        "MaxPoints", "CanExceedMaxPoints", "IsBonus", "ExcludeFromFinalGradeCalculation", "GradeSchemeId", "Name", "ShortName",
        "GradeType", "CategoryId", "Description", "AssociatedTool", "IsHidden",
    ];

    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("/\"*<>+=|,%");

    public static (string Name, BrightspaceGradeType Type, double MaxPoints, bool IsHidden)? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object
            || body.EnumerateObject().Any(member => !s_known.Contains(member.Name))
            || Text(body, "Name") is not { Length: > 0 and <= LongestName } name
            || name.AsSpan().ContainsAny(s_forbidden)
            || Text(body, "GradeType") is not { } typeName
            || !Enum.TryParse<BrightspaceGradeType>(typeName, out var type)
            || type.ToString() != typeName)
            return null;

        var isHidden = body.TryGetProperty("IsHidden", out var hidden);
        if (isHidden && hidden.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return null;

        isHidden = isHidden && hidden.GetBoolean();
        if (!body.TryGetProperty("MaxPoints", out var points))
            return type is BrightspaceGradeType.Text ? (name, type, 0, isHidden) : null;

        return points.ValueKind == JsonValueKind.Number && points.GetDouble() > 0
            ? (name, type, points.GetDouble(), isHidden)
            : null;
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
