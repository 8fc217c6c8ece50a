using System.Globalization;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>Words of ours, and texts of others, as they are fit for a terminal.</summary>
internal static class Printable
{
    /// <summary>The text without characters that a terminal would obey.</summary>
    public static string Of(string text) =>
        text.Any(IsUnfit) ? string.Concat(text.Select(letter => IsUnfit(letter) ? '?' : letter)) : text;

    /// <summary>A name of ours as scripts read it, such as <c>alreadyDelivered</c>.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>A time to the second.</summary>
    public static string Of(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number of things, such as <c>1 event</c>.</summary>
    public static string Count(long number, string one, string? many = null) =>
        $"{Of(number)} {(number == 1 ? one : many ?? one + "s")}";

    private static bool IsUnfit(char letter) =>
        char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
}
