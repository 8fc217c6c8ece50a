using System.Text.Json;

namespace SmarterMeasure.Connector.Api.Errors;

/// <summary>Finds the vendor's code in the body of an error, whose shape is not documented.</summary>
internal static class ErrorCode
{
    /// <summary>The code in upper case; null when there is none. Only letters count: other text could be personal.</summary>
    public static string? Find(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return Normalize(Member(root, "RestException") is { } wrapped ? Member(wrapped, "Code") : null)
                ?? Normalize(Member(root, "Error") is { } error ? Member(error, "Code") ?? error : null)
                ?? Normalize(Member(root, "Code")) ?? Normalize(Member(root, "ErrorCode"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Normalize(JsonElement? code) =>
        code is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 and <= 40 } value && value.All(char.IsAsciiLetter)
            ? value.ToUpperInvariant() : null;

    private static JsonElement? Member(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;

        foreach (var member in value.EnumerateObject())
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return member.Value;

        return null;
    }
}
