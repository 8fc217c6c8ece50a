using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FakeCampus.OneRoster;

/// <summary>
/// The shapes of the OneRoster 1.2 gradebook that take part here: nothing may be added to them, except inside metadata.
/// A shape gives the path of the first member that is wrong, or null.
/// </summary>
internal static partial class OneRosterSchema
{
    private static readonly Shape s_objectiveResults = new(
        Required("learningObjectiveId", Text),
        Optional("score", Number),
        Optional("textScore", Text));

    private static readonly Shape s_objectives = new(
        Required("source", ObjectiveSource),
        Required("learningObjectiveIds", ListOf(Text, atLeast: 1)));

    private static readonly Shape s_objectiveScores = new(
        Required("source", ObjectiveSource),
        Required("learningObjectiveResults", ListOf(s_objectiveResults.Fault, atLeast: 1)));

    public static Shape LineItem { get; } = new(
        Required("sourcedId", Id),
        Required("status", Status),
        Required("dateLastModified", DateTime),
        Optional("metadata", Anything),
        Required("title", Text),
        Optional("class", Reference("class")),
        Optional("parentAssessmentLineItem", Reference("assessmentLineItem")),
        Optional("scoreScale", Reference("scoreScale")),
        Optional("resultValueMin", Number),
        Optional("resultValueMax", Number),
        Optional("learningObjectiveSet", ListOf(s_objectives.Fault)));

    public static Shape Result { get; } = new(
        Required("sourcedId", Id),
        Required("status", Status),
        Required("dateLastModified", DateTime),
        Optional("metadata", Anything),
        Required("assessmentLineItem", Reference("assessmentLineItem")),
        Required("student", Reference("user")),
        Optional("score", Number),
        Optional("textScore", Text),
        Required("scoreDate", Date),
        Optional("scoreScale", Reference("scoreScale")),
        Optional("scorePercentile", Number),
        Required("scoreStatus", ScoreStatus),
        Optional("comment", Text),
        Optional("learningObjectiveSet", ListOf(s_objectiveScores.Fault)),
        Optional("inProgress", Flag),
        Optional("incomplete", Flag),
        Optional("late", Flag),
        Optional("missing", Flag));

    private static Member Required(string name, Func<JsonElement, string?> fault) => new(name, true, fault);

    private static Member Optional(string name, Func<JsonElement, string?> fault) => new(name, false, fault);

    private static string? Text(JsonElement json) => When(json.ValueKind == JsonValueKind.String);

    private static string? Id(JsonElement json) => Matching(json, text => text.Length > 0);

    private static string? Number(JsonElement json) => When(json.ValueKind == JsonValueKind.Number);

    private static string? Status(JsonElement json) => Matching(json, text => text is "active" or "tobedeleted");

    // A boolean is one of two words in OneRoster, never a JSON boolean.
    private static string? Flag(JsonElement json) => Matching(json, text => text is "true" or "false");

    private static string? ScoreStatus(JsonElement json) => Matching(json, text =>
        text is "exempt" or "fully graded" or "not submitted" or "partially graded" or "submitted"
        || Extension().IsMatch(text));

    private static string? ObjectiveSource(JsonElement json) => Matching(json, text =>
        text is "case" or "unknown" || SourcePath().IsMatch(text));

    private static string? Anything(JsonElement json) => When(json.ValueKind == JsonValueKind.Object);

    private static string? Date(JsonElement json) => Matching(json, text =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    // The specification asks for UTC.
    private static string? DateTime(JsonElement json) => Matching(json, text =>
        UtcDateTime().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _));

    private static Func<JsonElement, string?> Reference(string type) => new Shape(
        Required("href", json => Matching(json, text =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")),
        Required("sourcedId", Id),
        Required("type", json => Matching(json, text => text == type))).Fault;

    private static Func<JsonElement, string?> ListOf(Func<JsonElement, string?> fault, int atLeast = 0) => json =>
        json.ValueKind != JsonValueKind.Array || json.GetArrayLength() < atLeast
            ? ""
            : json.EnumerateArray().Select(fault).FirstOrDefault(each => each is not null);

    private static string? Matching(JsonElement json, Func<string, bool> isValid) =>
        When(json.ValueKind == JsonValueKind.String && isValid(json.GetString()!));

    private static string? When(bool isValid) => isValid ? null : "";

    [GeneratedRegex(@"^ext:[a-zA-Z0-9.\-_]+\z")]
    private static partial Regex Extension();

    [GeneratedRegex(@"^/(?!case\z)(?!unknown\z)[a-z0-9]+\z")]
    private static partial Regex SourcePath();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.]\d{1,7})?Z\z")]
    private static partial Regex UtcDateTime();

    internal sealed record Member(string Name, bool IsRequired, Func<JsonElement, string?> Fault);

    /// <summary>An object with these members and no other.</summary>
    internal sealed class Shape(params Member[] members)
    {
        public string? Fault(JsonElement json)
        {
            if (json.ValueKind != JsonValueKind.Object)
                return "";

            foreach (var given in json.EnumerateObject())
            {
                if (members.FirstOrDefault(member => member.Name == given.Name) is not { } known)
                    return "(unknown member)";

                if (known.Fault(given.Value) is { } fault)
                    return fault.Length == 0 ? known.Name : $"{known.Name}.{fault}";
            }

            return members
                .FirstOrDefault(member => member.IsRequired && !json.TryGetProperty(member.Name, out _))?.Name;
        }
    }
}
