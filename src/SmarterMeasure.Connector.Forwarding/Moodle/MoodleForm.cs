namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>
/// The form of a call. The token stands in the body, which no access log keeps, and first, because PHP drops what comes after
/// its limit of fields.
/// </summary>
internal static class MoodleForm
{
    private const string TokenField = "wstoken=";
    private static readonly string[] Looks =
    [
        "wsfunction=core_user_get", "wsfunction=core_course_get", "wsfunction=core_webservice_get", "wsfunction=mod_assign_get",
        "wsfunction=gradereport_user_get",
    ];

    /// <summary>Makes the form.</summary>
    public static FormUrlEncodedContent For(string token, string function, IEnumerable<(string Name, string Value)> fields) =>
        new([
            new("wstoken", token),
            new("wsfunction", function),
            new("moodlewsrestformat", "json"),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]);

    /// <summary>What to record of a call: all but the token, and nothing of one that only looks.</summary>
    public static string? Describe(HttpRequestMessage request, string body)
    {
        if (Looks.Any(look => body.Contains(look, StringComparison.Ordinal)))
            return null;

        var end = body.IndexOf('&', StringComparison.Ordinal);
        return body.StartsWith(TokenField, StringComparison.Ordinal) && end > 0
            ? $"{TokenField}***{Uri.UnescapeDataString(body[end..].Replace('+', ' ')).Replace("&", "\n&", StringComparison.Ordinal)}"
            : "";
    }
}
