using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FakeCampus.XApi;

/// <summary>What is left of a document in a store that keeps 32-bit numbers.</summary>
internal static class SinglePrecision
{
    public static JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject thing => new JsonObject(thing.Select(member => KeyValuePair.Create(member.Key, Of(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Of)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
            JsonValue.Create((double)float.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)),
        _ => node?.DeepClone(),
    };
}
