using System.Text.Json;

namespace FakeCampus.Ethos;

/// <summary>Reads the criteria of a list; everything else than the documented shapes is refused.</summary>
internal static class EthosCriteria
{
    /// <summary><c>{"credentials":[{"type":"bannerId","value":"S123"}]}</c></summary>
    public static bool TryReadCredential(string criteria, out EthosCredential? credential)
    {
        credential = null;
        if (Read(criteria) is not { } json || Single(json, "credentials") is not { } one
            || Members(one) is not { Count: 2 } members
            || !members.TryGetValue("type", out var type) || !members.TryGetValue("value", out var value))
        {
            return false;
        }

        credential = new EthosCredential(type, value);
        return true;
    }

    /// <summary><c>{"emails":[{"address":"a@example.edu"}]}</c></summary>
    public static bool TryReadEmail(string criteria, out string? address)
    {
        address = null;
        return Read(criteria) is { } json && Single(json, "emails") is { } one
            && Members(one) is { Count: 1 } members && members.TryGetValue("address", out address);
    }

    /// <summary><c>{"student":{"id":"…"},"assessment":{"id":"…"}}</c>, each of them optional.</summary>
    public static bool TryReadScores(string criteria, out Guid? student, out Guid? assessment)
    {
        (student, assessment) = (null, null);
        if (Read(criteria) is not { } json)
            return false;

        foreach (var member in json.EnumerateObject())
        {
            if (Members(member.Value) is not { Count: 1 } members || !members.TryGetValue("id", out var text)
                || !Guid.TryParseExact(text, "D", out var id))
            {
                return false;
            }

            switch (member.Name)
            {
                case "student": student = id; break;
                case "assessment": assessment = id; break;
                default: return false;
            }
        }

        return student is not null || assessment is not null;
    }

    private static JsonElement? Read(string criteria)
    {
        try
        {
            var json = JsonElement.Parse(criteria, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Single(JsonElement json, string name) =>
        json.EnumerateObject().Count() == 1
        && json.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
        && list.GetArrayLength() == 1
            ? list[0]
            : null;

    private static Dictionary<string, string>? Members(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.String)
            ? json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!)
            : null;
}
