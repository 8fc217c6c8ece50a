using System.Text.Json;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>Finds the new user's id in the answer to a creation, whose shape is not documented.</summary>
internal static class CreatedUser
{
    /// <summary>The id; null when the body tells none.</summary>
    public static string? FindId(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Find(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Find(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.GetArrayLength() == 1 ? Find(value[0]) : null;
        if (value.ValueKind != JsonValueKind.Object)
            return null;

        string? inner = null;
        foreach (var member in value.EnumerateObject())
        {
            var name = member.Name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
            if (name is "USERID" or "ID")
            {
                if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                    && member.Value.ToString() is { Length: > 0 } id)
                    return id;
            }
            else if (name == "USER")
            {
                inner = Find(member.Value);
            }
        }

        return inner;
    }
}
