using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Reads the switches of a destination's configuration.</summary>
internal static class SettingsFlags
{
    /// <summary><c>true</c> or <c>false</c> in any case; anything else is a fault.</summary>
    public static bool Flag(this SettingsSection section, string key, bool fallback)
    {
        if (section.Text(key) is not { } text)
            return fallback;

        if (bool.TryParse(text, out var value))
            return value;

        section.Fault(key, "must be true or false");
        return fallback;
    }
}
