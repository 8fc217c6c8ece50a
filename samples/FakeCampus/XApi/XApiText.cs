using System.Globalization;
using System.Text.RegularExpressions;

namespace FakeCampus.XApi;

/// <summary>The texts of the specification: ids, IRIs, versions, timestamps, language tags.</summary>
internal static partial class XApiText
{
    public static bool IsUuid(string text) => Guid.TryParseExact(text, "D", out _);

    /// <summary>An IRI has a scheme; a relative reference is not one.</summary>
    public static bool IsIri(string text) => Iri().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out _);

    public static bool IsVersion(string text) => Version().IsMatch(text);

    public static bool IsMailbox(string text) => Mailbox().IsMatch(text);

    public static bool IsSha1(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigit);

    public static bool IsDuration(string text) => Duration().IsMatch(text);

    public static bool IsLanguageTag(string text) => LanguageTag().IsMatch(text);

    /// <summary>RFC 3339: a full date, a time with seconds, an offset that is known.</summary>
    public static bool IsTimestamp(string text) =>
        Timestamp().IsMatch(text)
        && !text.EndsWith("-00:00", StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>""{}|\\^`]+\z")]
    private static partial Regex Iri();

    [GeneratedRegex(@"^(1\.0(\.[0-9]+)?|2\.0\.0)\z")]
    private static partial Regex Version();

    [GeneratedRegex(@"^mailto:[^@\s]+@[^@\s]+\z")]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"^P(?=.)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.]\d+)?S)?)?)\z")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex LanguageTag();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d([.]\d+)?([Zz]|[+-]\d\d:\d\d)\z")]
    private static partial Regex Timestamp();
}
