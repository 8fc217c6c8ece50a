using System.Text;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Writes ids for a path: a literal prefix, then the id in UTF-8, percent-escaped exactly once; or in hexadecimal digits where
/// the path would not carry it.
/// </summary>
internal static class CanvasPath
{
    private const string SisCoursePrefix = "sis_course_id:";
    private const string SisUserPrefix = "sis_user_id:";

    /// <summary>A course as configured, a number or <c>sis_course_id:…</c>; null when it is neither.</summary>
    public static string? Course(string configured)
    {
        if (IsNumber(configured))
            return configured;

        var sisId = configured.StartsWith(SisCoursePrefix, StringComparison.Ordinal)
            ? configured[SisCoursePrefix.Length..].Trim()
            : "";
        return sisId.Length == 0 ? null : Sis(SisCoursePrefix, sisId);
    }

    /// <summary>A student by the school's id.</summary>
    public static string SisUser(string sisId) => Sis(SisUserPrefix, sisId);

    /// <summary>An account that an operator named: Canvas's number, or <c>sis_user_id:…</c>; anything else is a SIS id.</summary>
    public static string Mapped(string account)
    {
        if (IsNumber(account))
            return account;

        return SisUser(account.StartsWith(SisUserPrefix, StringComparison.Ordinal) ? account[SisUserPrefix.Length..] : account);
    }

    // Canvas takes ".json" at the end for a format, and most web servers refuse an escaped slash.
    private static string Sis(string prefix, string id) =>
        id.Contains('/', StringComparison.Ordinal) || id.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? $"hex:{prefix}{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(id))}"
            : prefix + Uri.EscapeDataString(id);

    /// <summary>Whether a text is a number of Canvas's own.</summary>
    public static bool IsNumber(string text) => text.Length is > 0 and < 20 && text.All(char.IsAsciiDigit);
}
