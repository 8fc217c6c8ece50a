using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FakeCampus.XApi;

/// <summary>
/// Tells whether two statements say the same. What the store adds (stored, authority, version, a missing timestamp) and
/// what the specification calls changeable (the display of a verb, the definition of an activity) does not count.
/// </summary>
internal static class StatementEquality
{
    private static readonly string[] s_added = ["id", "stored", "authority", "version"];

    public static bool AreEqual(JsonObject one, JsonObject other)
    {
        var (a, b) = (Immutable(one), Immutable(other));
        if (!a.ContainsKey("timestamp") || !b.ContainsKey("timestamp"))
        {
            a.Remove("timestamp");
            b.Remove("timestamp");
        }

        return SameInstant(a, b) && Same(a, b);
    }

    private static JsonObject Immutable(JsonObject statement)
    {
        var copy = (JsonObject)statement.DeepClone();
        foreach (var name in s_added)
            copy.Remove(name);

        (copy["verb"] as JsonObject)?.Remove("display");
        Default(copy["actor"], "Agent");
        Default(copy["object"], "Activity");
        (copy["object"] as JsonObject)?.Remove("definition");
        return copy;
    }

    private static void Default(JsonNode? node, string objectType)
    {
        if (node is JsonObject thing && !thing.ContainsKey("objectType"))
            thing["objectType"] = objectType;
    }

    // The same moment may be written with another offset or another number of decimals.
    private static bool SameInstant(JsonObject a, JsonObject b)
    {
        if (!a.ContainsKey("timestamp"))
            return true;

        var same = Instant(a) == Instant(b);
        a.Remove("timestamp");
        b.Remove("timestamp");
        return same;
    }

    private static DateTimeOffset Instant(JsonObject statement) =>
        DateTimeOffset.Parse(statement["timestamp"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static bool Same(JsonNode? a, JsonNode? b) => (a, b) switch
    {
        (null, null) => true,
        (JsonObject x, JsonObject y) => x.Count == y.Count
            && x.All(member => y.TryGetPropertyValue(member.Key, out var value) && Same(member.Value, value)),
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        (JsonValue x, JsonValue y) => SameValue(x, y),
        _ => false,
    };

    private static bool SameValue(JsonValue a, JsonValue b) =>
        a.GetValueKind() == b.GetValueKind() && a.GetValueKind() switch
        {
            JsonValueKind.String => a.GetValue<string>() == b.GetValue<string>(),
            JsonValueKind.Number => a.GetValue<double>().Equals(b.GetValue<double>()),
            _ => true,
        };
}
