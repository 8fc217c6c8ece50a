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

    /// <summary>The assignment's number by the section's code.</summary>
    public required FrozenDictionary<string, string> Assignments { get; init; }

    /// <summary>The number of the custom gradebook column by the section's code.</summary>
    public required FrozenDictionary<string, string> Columns { get; init; }

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
        var assignments = ReadNumbers(section.Section("Assignments"), "must be the assignment's number", areGrades: true);
        var columns = ReadNumbers(section.Section("Columns"), "must be the number of the custom gradebook column", areGrades: false);
        var customData = section.Text("CustomData");
        var course = ReadCourse(section, isNeeded: customData is null || assignments.Count + columns.Count > 0);
        if (customData is null && assignments.Count + columns.Count == 0)
        {
            section.Fault("Assignments", "needs at least one entry: a section's code with the number of its assignment "
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

    private static FrozenDictionary<string, string> ReadNumbers(SettingsSection section, string fault, bool areGrades) =>
        SectionMap.Read(section, value => CanvasPath.IsNumber(value) ? null : fault, areGrades);
}
