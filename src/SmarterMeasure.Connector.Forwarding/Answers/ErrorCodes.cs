using System.Text.Json;

namespace SmarterMeasure.Connector.Forwarding.Answers;

/// <summary>
/// What may be kept of an error's body: the values of members that hold codes, as long as they look like codes. Sentences,
/// addresses and ids may be personal, and stay out.
/// </summary>
internal static class ErrorCodes
{
    private const int MaxCodes = 3;
    private const int MaxLength = 60;
    private const int MaxDepth = 6;

    private static readonly HashSet<string> Members = new(StringComparer.OrdinalIgnoreCase)
    {
        "code", "error", "error_code", "errorcode", "status", "imsx_codeMinorFieldValue",
    };

    /// <summary>The codes in a text, as <c>member=value</c>; null when there are none.</summary>
    public static string? In(string text)
    {
        try
        {
            using var body = JsonDocument.Parse(text);
            var codes = new List<string>();
            Collect(body.RootElement, codes, 0);
            return codes.Count == 0 ? null : string.Join(", ", codes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Collect(JsonElement element, List<string> codes, int depth)
    {
        if (depth > MaxDepth || codes.Count == MaxCodes)
            return;

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, codes, depth + 1);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.String && Members.Contains(member.Name)
                    && member.Value.GetString() is { } value && IsCode(value) && codes.Count < MaxCodes)
                    codes.Add($"{member.Name}={value}");
                else
                    Collect(member.Value, codes, depth + 1);
            }
        }
    }

    // A login or an id could stand where a code is meant: a code has no address's dots and next to no digits.
    private static bool IsCode(string value) =>
        value.Length is > 1 and <= MaxLength
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' || (c == '.' && value.StartsWith("Global.", StringComparison.Ordinal)))
        && value.Count(char.IsAsciiDigit) <= 3;
}
