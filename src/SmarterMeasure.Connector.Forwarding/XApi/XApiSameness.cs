using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>
/// Tells whether a store holds a statement of ours. What the store adds does not count, nor what the specification lets it
/// change: how a verb is displayed, how an activity is defined, how a moment or a number is written.
/// </summary>
internal static class XApiSameness
{
    /// <summary>Whether every member that we send stands in what is stored, with the same meaning.</summary>
    public static bool Holds(JsonObject stored, XApiStatement sent)
    {
        var ours = (JsonObject)JsonSerializer.SerializeToNode(sent, XApiJson.Default.XApiStatement)!;
        ((JsonObject)ours["verb"]!).Remove("display");
        ((JsonObject)ours["object"]!).Remove("definition");
        return SameMoment(ours, stored) && Holds(stored, ours);
    }

    private static bool SameMoment(JsonObject ours, JsonObject stored)
    {
        if (ours["timestamp"] is not { } moment)
            return true;

        ours.Remove("timestamp");
        return stored["timestamp"] is JsonValue value
            && value.TryGetValue(out string? text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var theirs)
            && theirs == DateTimeOffset.Parse(moment.GetValue<string>(), CultureInfo.InvariantCulture);
    }

    private static bool Holds(JsonNode? stored, JsonNode? sent) => (stored, sent) switch
    {
        (JsonObject theirs, JsonObject ours) => ours.All(member => IsDefault(member, theirs) || Holds(theirs[member.Key], member.Value)),
        (JsonValue theirs, JsonValue ours) => Same(theirs, ours),
        _ => false,
    };

    // A store may leave out what goes without saying.
    private static bool IsDefault(KeyValuePair<string, JsonNode?> member, JsonObject theirs) =>
        member.Key == "objectType" && !theirs.ContainsKey("objectType");

    private static bool Same(JsonValue one, JsonValue other) =>
        one.GetValueKind() == other.GetValueKind() && one.GetValueKind() switch
        {
            // A store need keep no more than 32 bits of a number.
            JsonValueKind.Number => Math.Abs(Number(one) - Number(other)) <= 1e-6 * Math.Max(1, Math.Abs(Number(other))),
            JsonValueKind.String => Text(one) == Text(other),
            _ => true,
        };

    private static double Number(JsonValue value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static string Text(JsonValue value) => value.GetValue<string>();
}
