using System.Text.Json;

namespace FakeCampus.Brightspace;

/// <summary>Reads the body of a PUT of a grade value as strictly as the reference writes it.</summary>
internal static class GradeValueInput
{
    private static readonly string[] s_members = ["PointsNumerator", "Pass", "Value", "Text"];

    /// <summary>The value to store; or what is wrong with the body.</summary>
    public static (BrightspaceGradeValue? Value, string Wrong) Read(JsonElement body, BrightspaceGradeObject target)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return (null, "the body is not an object");

        if (!TryReadComment(body, "Comments", out var comments))
            return (null, "Comments is required");

        if (!TryReadComment(body, "PrivateComments", out var privateComments))
            return (null, "PrivateComments is required");

        if (!body.TryGetProperty("GradeObjectType", out var type)
            || type.ValueKind != JsonValueKind.Number
            || !type.TryGetInt32(out var number)
            || number != (int)target.Type)
            return (null, "GradeObjectType is not the one of the grade object");

        if (target.Type > BrightspaceGradeType.Text)
            return (null, "the values of the grade object are computed");

        var wanted = s_members[(int)target.Type - 1];
        if (s_members.Any(name => name != wanted && body.TryGetProperty(name, out _)))
            return (null, "a member of another grade object type is there");

        if (!body.TryGetProperty(wanted, out var member))
            return (null, $"{wanted} is required");

        var value = new BrightspaceGradeValue { Comments = comments, PrivateComments = privateComments };
        return (target.Type, member.ValueKind) switch
        {
            (BrightspaceGradeType.Numeric, JsonValueKind.Number) when member.GetDouble() >= 0 => // Above the maximum too (observed).
                (value with { PointsNumerator = member.GetDouble() }, ""),
            (BrightspaceGradeType.PassFail, JsonValueKind.True or JsonValueKind.False) =>
                (value with { Pass = member.GetBoolean() }, ""),
            (BrightspaceGradeType.SelectBox, JsonValueKind.String) when target.Symbols.Contains(member.GetString()) =>
                (value with { Value = member.GetString() }, ""),
            (BrightspaceGradeType.Text, JsonValueKind.String) => (value with { Text = member.GetString() }, ""),
            _ => (null, $"{wanted} is not valid"),
        };
    }

    private static bool TryReadComment(JsonElement body, string name, out string text)
    {
        text = "";
        if (!body.TryGetProperty(name, out var comment)
            || comment.ValueKind != JsonValueKind.Object
            || !comment.TryGetProperty("Content", out var content)
            || content.ValueKind != JsonValueKind.String
            || !comment.TryGetProperty("Type", out var type)
            || type.ValueKind != JsonValueKind.String
            || type.GetString() is not ("Text" or "Html"))
            return false;

        text = content.GetString()!;
        return true;
    }
}
