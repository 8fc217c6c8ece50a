using System.Collections.Frozen;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>The settings of one destination. A class rather than a record, so that nothing prints the token.</summary>
internal sealed class CanvasSettings
{
    private static readonly Dictionary<string, string> NeverGrades = new(StringComparer.OrdinalIgnoreCase)
    {
        [SectionCodes.LearnStyles] = "must go: LearnStyles is a profile of seven styles and has no percentage to grade",
        [SectionCodes.Typing] = "must go: Typing is measured in words per minute and has no percentage to grade",
    };

    private CanvasSettings(Uri baseUrl, string token, string course, FrozenDictionary<string, string> assignments) =>
        (BaseUrl, Token, Course, Assignments) = (baseUrl, token, course, assignments);

    /// <summary>Where Canvas is; the calls add <c>/api/v1/…</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The access token of the service account. Secret.</summary>
    public string Token { get; }

    /// <summary>The course, ready for a path.</summary>
    public string Course { get; }

    /// <summary>The assignment's number by the section's code, in any case.</summary>
    public FrozenDictionary<string, string> Assignments { get; }

    /// <summary>Reads the destination's section and notes every fault; null when there is one.</summary>
    public static CanvasSettings? Read(SettingsSection section)
    {
        var baseUrl = ReadBaseUrl(section);
        var token = ReadToken(section);
        var course = ReadCourse(section);
        var assignments = ReadAssignments(section.Section("Assignments"));
        return baseUrl is null || token is null || course is null || assignments is null
            ? null
            : new CanvasSettings(baseUrl, token, course, assignments);
    }

    private static Uri? ReadBaseUrl(SettingsSection section)
    {
        if (section.BaseUrl("BaseUrl") is not { } url)
            return null;

        if (!url.AbsolutePath.Contains("/api/v1", StringComparison.OrdinalIgnoreCase))
            return url;

        section.Fault("BaseUrl", "must end before /api/v1, which every call adds itself");
        return null;
    }

    private static string? ReadToken(SettingsSection section)
    {
        var token = section.Required("Token");
        if (token.Length == 0)
            return null;

        if (token.All(character => character is > ' ' and <= '~'))
            return token;

        section.Fault("Token", "must be the access token alone: letters, digits and signs, without blanks");
        return null;
    }

    private static string? ReadCourse(SettingsSection section)
    {
        var configured = section.Required("Course");
        if (configured.Length == 0)
            return null;

        if (CanvasPath.Course(configured) is { } course)
            return course;

        section.Fault("Course", "must be the course's number, or sis_course_id: followed by the school's id of it");
        return null;
    }

    private static FrozenDictionary<string, string>? ReadAssignments(SettingsSection section)
    {
        var assignments = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var faultless = true;
        foreach (var entry in section.Children)
        {
            if (FaultOf(entry) is { } fault)
            {
                entry.Fault("", fault);
                faultless = false;
            }

            assignments[entry.Key] = entry.Value ?? "";
        }

        if (assignments.Count == 0)
        {
            section.Fault("", "needs at least one entry: a section's code with the number of its assignment");
            return null;
        }

        return faultless ? assignments.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase) : null;
    }

    // A code that the vendor does not publish is fine: schools have sections of their own.
    private static string? FaultOf(SettingsSection entry)
    {
        if (NeverGrades.TryGetValue(entry.Key, out var why))
            return why;

        return CanvasPath.IsNumber(entry.Value ?? "") ? null : "must be the assignment's number";
    }
}
