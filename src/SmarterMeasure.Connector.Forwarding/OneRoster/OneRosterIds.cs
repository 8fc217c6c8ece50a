using System.Globalization;
using System.Text;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>
/// The ids of what is put: made of the vendor's registration and the section's code, so that a repetition comes to the same
/// record, and of nothing personal, because an id stands in addresses and logs.
/// </summary>
internal static class OneRosterIds
{
    /// <summary>The line item of the whole assessment, under which the sections stand.</summary>
    public const string Assessment = "sm";

    /// <summary>A section's line item.</summary>
    public static string LineItem(string section) => $"sm-{Safe(section)}";

    /// <summary>A registration's result in a section.</summary>
    public static string Result(string userId, string section) => $"sm-{Safe(userId)}-{Safe(section)}";

    // No two texts become one: the escape sign is itself escaped, and so is the sign between the parts.
    private static string Safe(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || character == '.')
                safe.Append(character);
            else
                safe.Append(CultureInfo.InvariantCulture, $"_{(int)character:X4}");
        }

        return safe.ToString();
    }
}
