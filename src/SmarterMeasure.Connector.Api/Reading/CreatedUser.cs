using System.Text.Json;

namespace SmarterMeasure.Connector.Api.Reading;

/// <summary>Finds the id in the answer to a new registration, whose form is not documented.</summary>
internal static class CreatedUser
{
    /// <summary>The id; null when there is none.</summary>
    public static string? IdIn(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return null;

        try
        {
            using var document = JsonDocument.Parse(body);
            return IdIn(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? IdIn(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;

        foreach (var member in element.EnumerateObject())
        {
            if (IsId(member.Name) && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                return member.Value.ToString() is { Length: > 0 } id ? id : null;
        }

        return element.EnumerateObject().Select(static member => IdIn(member.Value)).FirstOrDefault(static id => id is not null);
    }

    private static bool IsId(string name) =>
        name.Equals("UserId", StringComparison.OrdinalIgnoreCase) || name.Equals("user_id", StringComparison.OrdinalIgnoreCase);
}
