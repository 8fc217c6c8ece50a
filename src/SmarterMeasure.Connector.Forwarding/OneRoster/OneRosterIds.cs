using System.Globalization;
using System.Text;
using SmarterMeasure.Connector.Forwarding.XApi;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>
/// The ids of what is put: made of the student's account and the section's code, so that a repetition, and another registration of
/// the same student, comes to the same record; of the account only a hash, because an id stands in addresses and logs.
/// </summary>
internal static class OneRosterIds
{
    /// <summary>The line item of the whole assessment, under which the sections stand.</summary>
    public const string Assessment = "sm";

    private static readonly Guid Space = new("9b1d6a54-0c1e-4b57-9f0a-6d1f6c2f7b03");

    /// <summary>A section's line item.</summary>
    public static string LineItem(string section) => $"sm-{Safe(section)}";

    /// <summary>An account's result in a section.</summary>
    public static string Result(string account, string section) => $"{LineItem(section)}-{NameUuid.Of(Space, account)}";

    // No two texts become one: the escape sign is itself escaped.
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
