using System.Text.Json;
using System.Text.Json.Nodes;

namespace FakeCampus.XApi;

/// <summary>
/// The rules for a statement. Each gives what is wrong, naming the place but never the value, or null. Sub-statements,
/// interaction details and attachments are not taken here.
/// </summary>
internal static class StatementRules
{
    public static string? Fault(JsonObject statement) =>
        Members(statement, "statement",
            "id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version")
        ?? Text(statement, "id", XApiText.IsUuid)
        ?? Text(statement, "timestamp", XApiText.IsTimestamp)
        ?? Text(statement, "stored", XApiText.IsTimestamp)
        ?? Text(statement, "version", XApiText.IsVersion)
        ?? Required(statement, "actor", ActorRules.Fault)
        ?? Required(statement, "verb", Verb)
        ?? Required(statement, "object", Object)
        ?? Optional(statement, "authority", ActorRules.Fault)
        ?? Optional(statement, "result", Result)
        ?? Optional(statement, "context", Context);

    public static string? Members(JsonObject json, string place, params ReadOnlySpan<string> known)
    {
        foreach (var (name, value) in json)
        {
            if (!known.Contains(name))
                return $"Unknown property in '{place}'";

            if (value is null)
                return $"Null value in '{place}.{name}'";
        }

        return null;
    }

    /// <summary>A member that may be missing, but is a text of this form when it is there.</summary>
    public static string? Text(JsonObject json, string name, Func<string, bool> isValid) =>
        !json.TryGetPropertyValue(name, out var value) || (IsText(value, out var text) && isValid(text))
            ? null
            : $"Invalid value in '{name}'";

    public static string? RequiredText(JsonObject json, string name, Func<string, bool> isValid) =>
        json.ContainsKey(name) ? Text(json, name, isValid) : $"Missing required value in '{name}'";

    public static string? Required(JsonObject json, string name, Func<JsonObject, string?> rule) =>
        json.ContainsKey(name) ? Optional(json, name, rule) : $"Missing required value in '{name}'";

    public static string? Optional(JsonObject json, string name, Func<JsonObject, string?> rule) =>
        !json.TryGetPropertyValue(name, out var value) ? null
        : value is JsonObject inner ? rule(inner)
        : $"Expected an object in '{name}'";

    private static string? Verb(JsonObject verb) =>
        Members(verb, "verb", "id", "display")
        ?? RequiredText(verb, "id", XApiText.IsIri)
        ?? Optional(verb, "display", LanguageMap);

    private static string? Object(JsonObject thing) =>
        thing["objectType"] is null ? Activity(thing)
        : !IsText(thing["objectType"], out var type) ? "Invalid value in 'object.objectType'"
        : type switch
        {
            "Activity" => Activity(thing),
            "Agent" or "Group" => ActorRules.Fault(thing),
            "StatementRef" =>
                Members(thing, "object", "objectType", "id") ?? RequiredText(thing, "id", XApiText.IsUuid),
            _ => "Invalid value in 'object.objectType'",
        };

    private static string? Activity(JsonObject activity) =>
        Members(activity, "object", "objectType", "id", "definition")
        ?? RequiredText(activity, "id", XApiText.IsIri)
        ?? Optional(activity, "definition", definition =>
            Members(definition, "object.definition", "name", "description", "type", "moreInfo", "extensions")
            ?? Optional(definition, "name", LanguageMap)
            ?? Optional(definition, "description", LanguageMap)
            ?? Text(definition, "type", XApiText.IsIri)
            ?? Text(definition, "moreInfo", XApiText.IsIri)
            ?? Optional(definition, "extensions", Extensions));

    private static string? Result(JsonObject result) =>
        Members(result, "result", "score", "success", "completion", "response", "duration", "extensions")
        ?? Flag(result, "success")
        ?? Flag(result, "completion")
        ?? Text(result, "response", _ => true)
        ?? Text(result, "duration", XApiText.IsDuration)
        ?? Optional(result, "extensions", Extensions)
        ?? Optional(result, "score", Score);

    private static string? Score(JsonObject score)
    {
        if ((Members(score, "result.score", "scaled", "raw", "min", "max")
            ?? (score.All(each => each.Value?.GetValueKind() == JsonValueKind.Number)
                ? null
                : "Expected numbers in 'result.score'")) is { } fault)
        {
            return fault;
        }

        var (raw, min, max) = (Value("raw"), Value("min"), Value("max"));
        return Value("scaled") is < -1 or > 1 ? "Value out of range in 'result.score.scaled'"
            : min >= max ? "Value out of range in 'result.score.min'"
            : raw < min || raw > max ? "Value out of range in 'result.score.raw'"
            : null;

        double? Value(string name) => score[name]?.GetValue<double>();
    }

    private static string? Context(JsonObject context) =>
        Members(context, "context",
            "registration", "instructor", "team", "contextActivities", "contextAgents", "contextGroups", "revision",
            "platform", "language", "statement", "extensions")
        ?? Text(context, "registration", XApiText.IsUuid)
        ?? Text(context, "revision", _ => true)
        ?? Text(context, "platform", _ => true)
        ?? Text(context, "language", XApiText.IsLanguageTag)
        ?? Optional(context, "instructor", ActorRules.Fault)
        ?? Optional(context, "team", ActorRules.Fault)
        ?? Optional(context, "extensions", Extensions)
        ?? Optional(context, "contextActivities", groups =>
            Members(groups, "context.contextActivities", "parent", "grouping", "category", "other")
            ?? groups.Select(group => Activities(group.Value)).FirstOrDefault(fault => fault is not null));

    private static string? Activities(JsonNode? group) => group switch
    {
        JsonObject one => Activity(one),
        JsonArray several => several
            .Select(each => each is JsonArray ? "Expected an object in 'context.contextActivities'" : Activities(each))
            .FirstOrDefault(fault => fault is not null),
        _ => "Expected an object in 'context.contextActivities'",
    };

    private static string? LanguageMap(JsonObject map) =>
        map.All(entry => XApiText.IsLanguageTag(entry.Key) && IsText(entry.Value, out _))
            ? null
            : "Invalid language map";

    // The values of extensions are anybody's, even null.
    private static string? Extensions(JsonObject extensions) =>
        extensions.All(entry => XApiText.IsIri(entry.Key)) ? null : "Invalid IRI in 'extensions'";

    private static string? Flag(JsonObject json, string name) =>
        !json.TryGetPropertyValue(name, out var value)
        || value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? null
            : $"Expected a boolean in '{name}'";

    private static bool IsText(JsonNode? value, out string text)
    {
        var isText = value?.GetValueKind() == JsonValueKind.String;
        text = isText ? value!.GetValue<string>() : "";
        return isText;
    }
}
