using System.Collections.Frozen;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>The settings of one destination. A class rather than a record, so that nothing prints the token.</summary>
internal sealed class MoodleSettings
{
    /// <summary>The marking workflow's state in which a grade reaches the gradebook and its student.</summary>
    public const string Released = "released";

    // Moodle stores any state of letters: one that it does not know never reaches the gradebook (observed).
    private static readonly string[] WorkflowStates =
        ["notmarked", "inmarking", "readyforreview", "inreview", "readyforrelease", Released];

    private MoodleSettings(Uri baseUrl, string token) => (BaseUrl, Token) = (baseUrl, token);

    /// <summary>Where Moodle is; the calls add <c>/webservice/rest/server.php</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The web service's token. Secret.</summary>
    public string Token { get; }

    /// <summary>The user's field that holds the school's id: <c>idnumber</c> or <c>username</c>.</summary>
    public required string IdField { get; init; }

    /// <summary>The short name of the custom profile field by the section's code.</summary>
    public required FrozenDictionary<string, string> ProfileFields { get; init; }

    /// <summary>
    /// The assignment by the section's code: the number in its page's address, its ID number, or its exact name.
    /// </summary>
    public required FrozenDictionary<string, string> Assignments { get; init; }

    /// <summary>The marking workflow's state that grades are given in; null for none. Only released ones notify the student.</summary>
    public required string? WorkflowState { get; init; }

    /// <summary>Which writes are read back: Moodle's answers to them prove nothing.</summary>
    public required ConfirmMode Confirm { get; init; }

    /// <summary>Whether a configured assignment is a number, and neither a name nor an ID number.</summary>
    public static bool IsNumber(string assignment) => assignment.Length < 19 && assignment.All(char.IsAsciiDigit);

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
            value => value.Length is > 0 and <= 255 && value == value.Trim()
                ? null
                : "must be the number in the address of the assignment's page, its ID number, or its exact name",
            areGrades: true);
        var state = section.Text("WorkflowState");
        if (state is not null && !WorkflowStates.Contains(state))
            section.Fault("WorkflowState", "must be one of " + string.Join(", ", WorkflowStates));

        var confirm = section.ReadConfirm(ConfirmMode.Always);
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
                WorkflowState = state,
                Confirm = confirm,
            };
    }
}
