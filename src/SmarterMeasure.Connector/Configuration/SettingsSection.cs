using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SmarterMeasure.Connector.Configuration;

/// <summary>
/// Reads one configuration section and gathers every fault instead of stopping at the first. Messages name the key
/// and what it wants, never its value, which may be a secret.
/// </summary>
/// <param name="section">The section to read.</param>
/// <param name="faults">Receives one line per fault.</param>
public sealed class SettingsSection(IConfigurationSection section, ICollection<string> faults)
{
    /// <summary>The section's key within its parent.</summary>
    public string Key => section.Key;

    /// <summary>The sections below this one.</summary>
    public IEnumerable<SettingsSection> Children =>
        section.GetChildren().Select(child => new SettingsSection(child, faults));

    /// <summary>A section below this one.</summary>
    public SettingsSection Section(string key) => new(section.GetSection(key), faults);

    /// <summary>Notes a fault of a key of this section.</summary>
    /// <param name="key">The key; empty for the section itself.</param>
    /// <param name="fault">What it wants, for example "is missing".</param>
    public void Fault(string key, string fault) =>
        faults.Add(key.Length == 0 ? $"{section.Path} {fault}" : $"{section.Path}:{key} {fault}");

    /// <summary>A text; null when absent or blank.</summary>
    public string? Text(string key) => section[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>This section's own value; null when absent or blank.</summary>
    public string? Value => string.IsNullOrWhiteSpace(section.Value) ? null : section.Value.Trim();

    /// <summary>A text that has to be there; empty, with a fault, when it is not.</summary>
    public string Required(string key)
    {
        if (Text(key) is { } text)
            return text;

        Fault(key, "is missing");
        return "";
    }

    /// <summary>A whole number within a range.</summary>
    public int Integer(string key, int fallback, int min, int max)
    {
        if (Text(key) is not { } text)
            return fallback;

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
            return value;

        Fault(key, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return fallback;
    }

    /// <summary>A switch: <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool fallback = false)
    {
        if (Text(key) is not { } text)
            return fallback;

        if (bool.TryParse(text, out var value))
            return value;

        Fault(key, "must be true or false");
        return fallback;
    }

    /// <summary>A duration within a range: <c>8s</c>, <c>500ms</c>, <c>15m</c>, <c>2h</c>, <c>7d</c> or <c>hh:mm:ss</c>.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (Text(key) is not { } text)
            return fallback;

        if (TryParseDuration(text, out var value) && value >= min && value <= max)
            return value;

        Fault(key, $"must be a duration from {min:c} to {max:c}, written like 8s, 15m, 2h or 00:00:08");
        return fallback;
    }

    /// <summary>A point in time in ISO 8601 with its offset; null when absent.</summary>
    public DateTimeOffset? Time(string key)
    {
        if (Text(key) is not { } text)
            return null;

        if (DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;

        Fault(key, "must be a time like 2026-08-01T00:00:00Z");
        return null;
    }

    /// <summary>An absolute http or https address; null, with a fault, when it is missing or something else.</summary>
    public Uri? BaseUrl(string key)
    {
        var text = Required(key);
        if (text.Length == 0)
            return null;

        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0)
            return url;

        Fault(key, "must be an address like https://school.example.edu, without user, query or fragment");
        return null;
    }

    private static bool TryParseDuration(string text, out TimeSpan value)
    {
        // A bare "8" would be eight days to TimeSpan, which nobody means: a unit or colons are asked for.
        value = default;
        var letters = text.AsSpan().TrimEnd("dhms");
        var unit = text.AsSpan(letters.Length);
        if (unit.IsEmpty)
            return text.Contains(':', StringComparison.Ordinal)
                && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);

        var ticks = unit switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => 0L,
        };
        if (ticks == 0
            || !int.TryParse(letters.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > TimeSpan.MaxValue.Ticks / ticks)
            return false;

        value = TimeSpan.FromTicks(ticks * count);
        return true;
    }
}
