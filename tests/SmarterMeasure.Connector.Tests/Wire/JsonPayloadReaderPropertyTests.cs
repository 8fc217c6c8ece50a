using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

public sealed class JsonPayloadReaderPropertyTests
{
    private static readonly JsonSerializerOptions[] Styles =
    [
        new(),
        new() { WriteIndented = true },
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
    ];

    private static readonly Gen<JsonNode?> Scalars = Gen.OneOf<JsonNode?>(
        Gen.Const(() => (JsonNode?)null),
        Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Long.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Double.Where(double.IsFinite).Select(value => (JsonNode?)JsonValue.Create(value)),
        RandomText.Any.Select(value => (JsonNode?)JsonValue.Create(value)));

    private static readonly Gen<JsonNode?> Nodes = Gen.Recursive<JsonNode?>((depth, node) => depth > 4
        ? Scalars
        : Gen.OneOf(
            Scalars,
            node.Array[0, 5].Select(items => (JsonNode?)new JsonArray(items)),
            Gen.Select(RandomText.Any, node).Array[0, 5].Select(members => (JsonNode?)new JsonObject(
                members.DistinctBy(member => member.Item1).Select(member => KeyValuePair.Create(member.Item1, member.Item2))))));

    [Fact]
    public void Random_documents_read_as_JsonDocument_reads_them() =>
        Gen.Select(Nodes, Gen.Int[0, Styles.Length - 1])
            .Select((node, style) => node?.ToJsonString(Styles[style]) ?? "null")
            .Sample(json =>
            {
                using var document = JsonDocument.Parse(json);
                var reader = new JsonPayloadReader(Encoding.UTF8.GetBytes(json));
                JsonComparison.AssertSame(document.RootElement, ref reader);
                reader.End();
            }, iter: 5_000);

    [Fact]
    public void Every_document_cut_short_is_truncated_or_still_a_number() =>
        Gen.Select(Nodes, Gen.Int[0, 10_000])
            .Select((node, cut) => (Json: Encoding.UTF8.GetBytes(node?.ToJsonString(Styles[0]) ?? "null"), cut))
            .Sample((json, cut) =>
            {
                var fault = Reading.FaultOf(PayloadFormat.Json, json.AsSpan(0, cut % json.Length));
                Assert.True(fault is { Error: PayloadError.Truncated } || (fault is null && json[0] is not ((byte)'{' or (byte)'[' or (byte)'"')), fault?.Message);
            }, iter: 5_000);
}
