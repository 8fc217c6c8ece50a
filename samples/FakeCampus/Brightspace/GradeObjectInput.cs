using System.Buffers;
using System.Text.Json;

namespace FakeCampus.Brightspace;

/// <summary>The body of a POST of a grade object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsWhole">Whether all documented members of its type are there.</param>
/// <param name="Apply">Sets what the body says.</param>
internal sealed record GradeObjectInput(
    string Name, BrightspaceGradeType Type, bool IsWhole, Func<BrightspaceGradeObject, BrightspaceGradeObject> Apply)
{
    private const int LongestName = 128;

    // The reference of Grade.GradeObject lists these of every type, without the Id on input.
    private static readonly string[] s_ofAll =
        ["Name", "ShortName", "GradeType", "CategoryId", "Description", "AssociatedTool", "IsHidden"];

    private static readonly string[] s_ofPoints =
        ["MaxPoints", "CanExceedMaxPoints", "IsBonus", "ExcludeFromFinalGradeCalculation", "GradeSchemeId"];

    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("/\"*<>+=|,%");

    /// <summary>Reads it; null when a member is unknown or of another kind.</summary>
    public static GradeObjectInput? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object
            || body.EnumerateObject().Any(member => !s_ofAll.Contains(member.Name) && !s_ofPoints.Contains(member.Name))
            || Text(body, "Name") is not { Length: > 0 and <= LongestName } name
            || name.AsSpan().ContainsAny(s_forbidden)
            || TypeOf(body) is not { } type
            || !IsDescription(body)
            || !TryReadFlag(body, "IsHidden", out var isHidden)
            || !TryReadFlag(body, "CanExceedMaxPoints", out var canExceed)
            || !TryReadFlag(body, "IsBonus", out var isBonus)
            || !TryReadFlag(body, "ExcludeFromFinalGradeCalculation", out var isExcluded)
            || MaxPointsOf(body, type) is not { } maxPoints)
            return null;

        var expected = type == BrightspaceGradeType.Text ? s_ofAll : [.. s_ofAll, .. s_ofPoints];
        return new GradeObjectInput(name, type, expected.All(member => body.TryGetProperty(member, out _)), one => one with
        {
            MaxPoints = maxPoints,
            CanExceedMaxPoints = canExceed,
            IsBonus = isBonus,
            ExcludedFromFinalGrade = isExcluded,
            IsHidden = isHidden,
        });
    }

    // Direct creation of the computed types is not supported (reference, GRADEOBJ_T).
    private static BrightspaceGradeType? TypeOf(JsonElement body) =>
        Text(body, "GradeType") is { } name && Enum.TryParse<BrightspaceGradeType>(name, out var type)
        && type.ToString() == name && type <= BrightspaceGradeType.Text
            ? type
            : null;

    private static double? MaxPointsOf(JsonElement body, BrightspaceGradeType type)
    {
        if (!body.TryGetProperty("MaxPoints", out var points))
            return type is BrightspaceGradeType.Text ? 0 : null;

        return points.ValueKind == JsonValueKind.Number && points.GetDouble() > 0 ? points.GetDouble() : null;
    }

    // On input it is a RichTextInput, and not the RichText that the service gives back (reference, Grade.GradeObject).
    private static bool IsDescription(JsonElement body) =>
        !body.TryGetProperty("Description", out var description)
        || (description.ValueKind == JsonValueKind.Object
            && Text(description, "Content") is not null
            && Text(description, "Type") is "Text" or "Html");

    private static bool TryReadFlag(JsonElement body, string name, out bool flag)
    {
        flag = body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.True or JsonValueKind.False;
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
