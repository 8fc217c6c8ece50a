using System.Collections.Frozen;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Credentials;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>The settings of one destination. A class rather than a record, so that nothing prints its credentials.</summary>
internal sealed class CanvasSettings
{
    private CanvasSettings(Uri baseUrl, CredentialSettings credential) => (BaseUrl, Credential) = (baseUrl, credential);

    /// <summary>Where Canvas is; the calls add <c>/api/v1/…</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The service account.</summary>
    public CredentialSettings Credential { get; }

    /// <summary>The course, ready for a path; empty when only custom data is set.</summary>
    public string Course { get; private init; } = "";

    /// <summary>The assignment's number or name by the section's code.</summary>
    public required FrozenDictionary<string, string> Assignments { get; init; }

    /// <summary>The number of the custom gradebook column by the section's code.</summary>
    public required FrozenDictionary<string, string> Columns { get; init; }

    /// <summary>Whether assignments that are named and not there are made.</summary>
    public bool Provision { get; private init; }

    /// <summary>The namespace of the users' custom data; null to set none.</summary>
    public string? CustomDataNamespace { get; private init; }

    /// <summary>Reads the destination's section and notes every fault; null when there is one.</summary>
    public static CanvasSettings? Read(SettingsSection section)
    {
        var baseUrl = ReadBaseUrl(section);
        // Canvas's client_credentials are for LTI only, never for grades.
        var credential = CredentialSettings.Read(
            section, CredentialKinds.Token | CredentialKinds.RefreshToken,
            baseUrl is null ? null : new Uri(baseUrl, "login/oauth2/token"));
        var assignments = SectionMap.Read(section.Section("Assignments"), FaultOfAssignment, areGrades: true);
        var columns = SectionMap.Read(section.Section("Columns"), FaultOfColumn, areGrades: false);
        var provision = section.Flag("Provision");
        var customData = section.Text("CustomData");
        var course = ReadCourse(section, isNeeded: customData is null || assignments.Count + columns.Count > 0);
        if (customData is null && assignments.Count + columns.Count == 0)
        {
            section.Fault("Assignments", "needs at least one entry: a section's code with the number or the name of its assignment "
                + "(or give Columns, or CustomData)");
            return null;
        }

        return baseUrl is null || credential is null || course is null
            ? null
            : new CanvasSettings(baseUrl, credential)
            {
                Course = course,
                Assignments = assignments,
                Columns = columns,
                Provision = provision,
                CustomDataNamespace = customData,
            };
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

    private static string? ReadCourse(SettingsSection section, bool isNeeded)
    {
        if (!isNeeded && section.Text("Course") is null)
            return "";

        var configured = section.Required("Course");
        if (configured.Length == 0)
            return null;

        if (CanvasPath.Course(configured) is { } course)
            return course;

        section.Fault("Course", "must be the course's number, or sis_course_id: followed by the school's id of it");
        return null;
    }

    // Canvas searches for three characters at least, and takes no longer name. Without a letter it is a number misspelt.
    private static string? FaultOfAssignment(string value) =>
        CanvasPath.IsNumber(value) || (value.Length is >= 3 and <= 255 && value == value.Trim() && value.Any(char.IsLetter))
            ? null
            : "must be the assignment's number, or its name: 3 to 255 characters, a letter among them";

    private static string? FaultOfColumn(string value) =>
        CanvasPath.IsNumber(value) ? null : "must be the number of the custom gradebook column";
}
