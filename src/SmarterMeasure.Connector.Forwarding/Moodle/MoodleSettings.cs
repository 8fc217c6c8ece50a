using System.Collections.Frozen;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>The settings of one destination. A class rather than a record, so that nothing prints the token.</summary>
internal sealed class MoodleSettings
{
    private MoodleSettings(Uri baseUrl, string token) => (BaseUrl, Token) = (baseUrl, token);

    /// <summary>Where Moodle is; the calls add <c>/webservice/rest/server.php</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The web service's token. Secret.</summary>
    public string Token { get; }

    /// <summary>The user's field that holds the school's id: <c>idnumber</c> or <c>username</c>.</summary>
    public required string IdField { get; init; }

    /// <summary>The short name of the custom profile field by the section's code.</summary>
    public required FrozenDictionary<string, string> ProfileFields { get; init; }

    /// <summary>The number of the assignment by the section's code.</summary>
    public required FrozenDictionary<string, string> Assignments { get; init; }

    /// <summary>The marking workflow's state that grades are given in; null for none. Only released ones notify the student.</summary>
    public required string? WorkflowState { get; init; }

    /// <summary>Reads the destination's section and notes every fault; null when there is one.</summary>
    public static MoodleSettings? Read(SettingsSection section)
    {
        var baseUrl = section.BaseUrl("BaseUrl");
        var token = section.Required("Token");
        if (!token.All(char.IsAsciiLetterOrDigit))
        {
            section.Fault("Token", "must be the token alone: letters and digits");
            token = "";
        }

        var idField = section.Text("IdField") ?? "idnumber";
        if (idField is not ("idnumber" or "username"))
            section.Fault("IdField", "must be idnumber or username");

        var fields = SectionMap.Read(
            section.Section("ProfileFields"),
            value => value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
                ? null
                : "must be the short name of the profile field",
            areGrades: false);
        var assignments = SectionMap.Read(
            section.Section("Assignments"),
            value => value.Length is > 0 and < 20 && value.All(char.IsAsciiDigit) ? null : "must be the assignment's number",
            areGrades: true);
        if (fields.Count + assignments.Count == 0)
        {
            section.Fault("ProfileFields", "needs at least one entry: a section's code with the short name of its profile field "
                + "(or give Assignments)");
            return null;
        }

        return baseUrl is null || token.Length == 0
            ? null
            : new MoodleSettings(baseUrl, token)
            {
                IdField = idField,
                ProfileFields = fields,
                Assignments = assignments,
                WorkflowState = section.Text("WorkflowState"),
            };
    }
}
